using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>The same elements with another shape. One size may be −1: it is inferred.</summary>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public static Tensor Reshape(Tensor x, Shape newShape) => new ReshapeOp(newShape).Apply(x);

    /// <summary>Permutes the axes; reverses them by default.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axes">The axes of x in the order of the result.</param>
    /// <exception cref="ArgumentException">The axes are not a permutation of those of x.</exception>
    public static Tensor Transpose(Tensor x, Axes? axes = null) => new TransposeOp(axes).Apply(x);

    /// <summary>Inserts an axis of size 1 at an index of the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The result has no such axis.</exception>
    public static Tensor ExpandDims(Tensor x, int axis) => new ExpandDimsOp(axis).Apply(x);

    /// <summary>Removes axes of size 1: the given ones, or all.</summary>
    /// <exception cref="ArgumentException">A given axis has a size other than 1.</exception>
    public static Tensor Squeeze(Tensor x, Axes? axis = null) => new SqueezeOp(axis).Apply(x);

    /// <summary>Broadcasts a tensor to a shape.</summary>
    /// <exception cref="ArgumentException">The tensor does not broadcast to the shape.</exception>
    public static Tensor BroadcastTo(Tensor x, Shape shape) => x.Shape == shape ? x : new BroadcastToOp(shape).Apply(x);

    /// <summary>Converts the elements: floats to integers by truncation, anything to bool by comparison with zero.</summary>
    public static Tensor Cast(Tensor x, DType dtype) => x.DType == dtype ? x : new CastOp(dtype).Apply(x);

    /// <summary>Zeros of the shape and type of a tensor.</summary>
    public static Tensor ZerosLike(Tensor x) => Run<ZerosLikeOp>(x);

    /// <summary>Ones of the shape and type of a tensor.</summary>
    public static Tensor OnesLike(Tensor x) => Run<OnesLikeOp>(x);

    /// <summary>The same values, treated as constant by gradients.</summary>
    public static Tensor StopGradient(Tensor x) => Run<StopGradientOp>(x);
}

internal sealed record ReshapeOp(Shape NewShape) : UnaryOperation
{
    public override OperationKind Kind => OperationKind.Identity;

    public override string Formula => "the same values in another shape";

    public override Config GetConfig() => new() { { "newshape", NewShape.ToArray() } };

    protected override TensorSpec Infer(TensorSpec x) => x.With(Resolve(x.Shape));

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Reshape(dy, x.Shape);

    protected override void Compute(IBackend device, Storage x, Storage y) => device.Copy(x, y);

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var shape = Resolve(x.Shape);
        return shape == x.Shape ? x : Finish(x.View(shape), [x]);
    }

    private Shape Resolve(Shape x)
    {
        var unknown = NewShape.Count(extent => extent == Shape.Unknown);
        if (!x.IsKnown)
        {
            // The size to infer cannot be determined from a shape with unknown sizes.
            return NewShape;
        }

        var (size, known) = (ExtentMath.Count(x.AsSpan()), ExtentMath.Count(NewShape.AsSpan()));
        return unknown switch
        {
            0 when known == size => NewShape,
            1 when known > 0 && size % known == 0 && size / known <= int.MaxValue =>
                [.. NewShape.Select(extent => extent == Shape.Unknown ? (int)(size / known) : extent)],
            _ => throw new ArgumentException(
                $"A tensor of shape {x} has {size} elements and cannot be reshaped to "
                + $"{NewShape.ToString().Replace("None", "-1", StringComparison.Ordinal)}. " +
                "The sizes must multiply to the same number; one of them may be -1.", "newShape"),
        };
    }
}

internal sealed record TransposeOp(Axes? Axes) : UnaryOperation
{
    public override OperationKind Kind => OperationKind.Other;

    public override string Formula => "the same values, axes exchanged";

    public override Config GetConfig() => new() { { "axes", Axes } };

    protected override TensorSpec Infer(TensorSpec x) => x.With([.. Order(x.Shape).Select(axis => x.Shape[axis])]);

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y)
    {
        var order = Order(x.Shape);
        return Ops.Transpose(dy, Glassbox.Axes.Create([.. Enumerable.Range(0, x.Rank).Select(axis => Array.IndexOf(order, axis))]));
    }

    protected override void Compute(IBackend device, Storage x, Storage y) => throw new NotSupportedException();

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var y = Tensor.Allocate(Infer(x.Spec), x.IsWeak);
        Device.Current.Read(x.Storage, StridedAccess.Permuted(x.Shape, Order(x.Shape)), y.Storage);
        return Finish(y, [x]);
    }

    private int[] Order(Shape x)
    {
        var order = new List<int>(x.Rank);
        if (Axes is null)
        {
            return [.. Enumerable.Range(0, x.Rank).Reverse()];
        }

        foreach (var axis in Axes)
        {
            order.Add(x.Axis(axis, "axes"));
        }

        return order.Count == x.Rank && order.Distinct().Count() == x.Rank
            ? [.. order]
            : throw new ArgumentException($"Transpose needs each of the {x.Rank} axes of {x} once; received [{string.Join(", ", order)}].",
            "axes");
    }
}

internal sealed record ExpandDimsOp(int Axis) : ComposedFunction
{
    public override Config GetConfig() => new() { { "axis", Axis } };

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].With(Expanded(inputs[0].Shape));

    protected override Tensor Define(Tensor x) => Ops.Reshape(x, Expanded(x.Shape));

    private Shape Expanded(Shape x)
    {
        var counted = Axis < 0 ? Axis + x.Rank + 1 : Axis;
        return (uint)counted <= (uint)x.Rank
            ? [.. x.AsSpan()[..counted], 1, .. x.AsSpan()[counted..]]
            : throw new ArgumentOutOfRangeException("axis", Axis, $"A tensor of shape {x} can get a new axis {-x.Rank - 1} to {x.Rank}.");
    }
}

internal sealed record SqueezeOp(Axes? Axis) : ComposedFunction
{
    public override Config GetConfig() => new() { { "axis", Axis } };

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].With(Squeezed(inputs[0].Shape));

    protected override Tensor Define(Tensor x) => Ops.Reshape(x, Squeezed(x.Shape));

    private Shape Squeezed(Shape x)
    {
        int[] axes = Axis is null ? [.. Enumerable.Range(0, x.Rank).Where(a => x[a] == 1)] : Axes.Of(Axis, x);
        return axes.FirstOrDefault(a => x[a] is not (1 or Shape.Unknown), -1) is var wrong and >= 0
            ? throw new ArgumentException($"Only axes of size 1 can be squeezed; axis {wrong} of {x} has size {x[wrong]}.", "axis")
            : x.Without(axes);
    }
}

internal sealed record BroadcastToOp(Shape Target) : UnaryOperation
{
    public override Config GetConfig() => new() { { "shape", Target } };

    protected override TensorSpec Infer(TensorSpec x) => x.Shape.Rank <= Target.Rank && Broadcasting.Result(x.Shape, Target) == Target
        ? x.With(ExtentMath.Fit(Target, "BroadcastTo", "the result", "Reduce a size."))
        : throw new ArgumentException($"A tensor of shape {x.Shape} does not broadcast to {Target}.", "shape");

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.SumTo(dy, x.Shape);

    protected override void Compute(IBackend device, Storage x, Storage y) => throw new NotSupportedException();

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var y = Tensor.Allocate(Infer(x.Spec), x.IsWeak);
        Device.Current.Read(x.Storage, StridedAccess.Broadcast(x.Shape, Target), y.Storage);
        return Finish(y, [x]);
    }
}

internal sealed record CastOp(DType To) : UnaryOperation
{
    public override string Module => "core";

    public override OperationKind Kind => OperationKind.Identity;

    public override string Formula => "the same values in another type";

    public override Config GetConfig() => new() { { "dtype", To.Name } };

    protected override TensorSpec Infer(TensorSpec x) => new(x.Shape, To);

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Cast(dy, x.DType);

    protected override void Compute(IBackend device, Storage x, Storage y) => device.Cast(x, y);

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs) =>
        inputs[0] is NumberTensor number ? number.In(To) : base.Run(inputs);
}

internal sealed record ZerosLikeOp : ComposedFunction
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

    protected override Tensor Define(Tensor x) => Tensor.Zeros(x.Shape, x.DType);
}

internal sealed record OnesLikeOp : ComposedFunction
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

    protected override Tensor Define(Tensor x) => Tensor.Ones(x.Shape, x.DType);
}

internal sealed record StopGradientOp : ComposedFunction
{
    public override string Module => "core";

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

    protected override Tensor Define(Tensor x) => x.View(x.Shape);
}
