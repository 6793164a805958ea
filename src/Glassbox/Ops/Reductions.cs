using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>The sum over axes, or over all. Integers and booleans are summed as int64.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axes to reduce; all by default.</param>
    /// <param name="keepdims">Whether the reduced axes are kept with size 1.</param>
    public static Tensor Sum(Tensor x, Axes? axis = null, bool keepdims = false) => new SumOp(axis, keepdims).Apply(x);

    /// <summary>The mean over axes, or over all. The mean of integers is float64; the mean of no elements is NaN.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Mean(Tensor x, Axes? axis = null, bool keepdims = false) => new MeanOp(axis, keepdims).Apply(x);

    /// <summary>The population variance over axes, or over all: the mean squared deviation from the mean.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Var(Tensor x, Axes? axis = null, bool keepdims = false) => new VarOp(axis, keepdims).Apply(x);

    /// <summary>The standard deviation over axes, or over all: the square root of the variance.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Std(Tensor x, Axes? axis = null, bool keepdims = false) => new StdOp(axis, keepdims).Apply(x);

    /// <summary>The maximum over axes, or over all; NaN propagates. The gradient is divided among equal maxima.</summary>
    /// <inheritdoc cref="Sum"/>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public static Tensor Max(Tensor x, Axes? axis = null, bool keepdims = false) => new MaxOp(axis, keepdims).Apply(x);

    /// <summary>The minimum over axes, or over all; NaN propagates. The gradient is divided among equal minima.</summary>
    /// <inheritdoc cref="Max"/>
    public static Tensor Min(Tensor x, Axes? axis = null, bool keepdims = false) => new MinOp(axis, keepdims).Apply(x);

    /// <summary>The index of the maximum along an axis, or in the flattened tensor; the first on ties (int64).</summary>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public static Tensor ArgMax(Tensor x, int? axis = null) => new ArgMaxOp(axis).Apply(x);

    /// <summary>The index of the minimum along an axis, or in the flattened tensor; the first on ties (int64).</summary>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public static Tensor ArgMin(Tensor x, int? axis = null) => new ArgMinOp(axis).Apply(x);

    /// <summary>Whether any element over axes, or over all, is true (or nonzero).</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Any(Tensor x, Axes? axis = null, bool keepdims = false) => new AnyOp(axis, keepdims).Apply(x);

    /// <summary>Whether all elements over axes, or over all, are true (or nonzero).</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor All(Tensor x, Axes? axis = null, bool keepdims = false) => new AllOp(axis, keepdims).Apply(x);
}

/// <summary>A reduction along axes.</summary>
internal abstract record AxisReduction(Axes? Axis, bool Keepdims) : UnaryOperation
{
    public sealed override Config GetConfig() => new() { { "axis", Axis }, { "keepdims", Keepdims } };

    protected sealed override TensorSpec Infer(TensorSpec x)
    {
        var axes = Axes.Of(Axis, x.Shape);
        CheckExtents(x.Shape, axes);
        return new(Keepdims ? x.Shape.Replaced(axes, 1) : x.Shape.Without(axes), Gives(x.DType), x.IsWeak);
    }

    /// <summary>The type of the result.</summary>
    protected virtual DType Gives(DType x) => x;

    /// <summary>Validates that the axes can be reduced.</summary>
    protected virtual void CheckExtents(Shape x, int[] axes)
    {
    }

    protected abstract void Reduce(IBackend device, Storage x, int outer, int reduced, int inner, Storage y);

    /// <summary>The result, or its gradient, with the reduced axes restored at size 1.</summary>
    protected Tensor Kept(Tensor y, Shape x) => Keepdims ? y : Ops.Reshape(y, x.Replaced(Axes.Of(Axis, x), 1));

    protected sealed override void Compute(IBackend device, Storage x, Storage y) => throw new NotSupportedException();

    private protected sealed override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var y = Tensor.Allocate(Infer(x.Spec), x.IsWeak);
        if (y.Size > 0)
        {
            var (dense, outer, reduced, inner) = StridedAccess.Gathered(Device.Current, x.Storage, x.Shape, Axes.Of(Axis, x.Shape));
            Reduce(Device.Current, dense, outer, reduced, inner, y.Storage);
        }

        return Finish(y, [x]);
    }
}

internal sealed record SumOp(Axes? Axis, bool Keepdims) : AxisReduction(Axis, Keepdims)
{
    public override string Formula => "Σ x";

    protected override DType Gives(DType x) => x.IsFloating ? x : DType.Int64;

    protected override void Reduce(IBackend device, Storage x, int outer, int reduced, int inner, Storage y) =>
        device.Reduce(ReduceOp.Sum, x, outer, reduced, inner, y);

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.BroadcastTo(Kept(dy, x.Shape), x.Shape);
}

internal sealed record MeanOp(Axes? Axis, bool Keepdims) : AxisReduction(Axis, Keepdims)
{
    public override string Formula => "Σ x / n";

    protected override DType Gives(DType x) => Ops.FloatingType(x);

    protected override void Reduce(IBackend device, Storage x, int outer, int reduced, int inner, Storage y)
    {
        device.Reduce(ReduceOp.Sum, x, outer, reduced, inner, y);
        device.Binary(BinaryOp.Divide, Broadcasting.Plan(y.Length, Shape.Scalar).Walk, y, Tensor.Number(reduced, y.DType).Storage, y);
    }

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) =>
        Ops.BroadcastTo(Kept(dy, x.Shape) / Tensor.Number(y.Size == 0 ? 0 : x.Size / y.Size, dy.DType), x.Shape);
}

internal sealed record VarOp(Axes? Axis, bool Keepdims) : ComposedFunction
{
    public override OperationKind Kind => OperationKind.Other;

    public override Config GetConfig() => new() { { "axis", Axis }, { "keepdims", Keepdims } };

    protected override Tensor Define(Tensor x)
    {
        x = Ops.Cast(x, Ops.FloatingType(x.DType));
        return Ops.Mean(Ops.Square(x - Ops.Mean(x, Axis, keepdims: true)), Axis, Keepdims);
    }
}

internal sealed record StdOp(Axes? Axis, bool Keepdims) : ComposedFunction
{
    public override OperationKind Kind => OperationKind.Other;

    public override Config GetConfig() => new() { { "axis", Axis }, { "keepdims", Keepdims } };

    protected override Tensor Define(Tensor x)
    {
        // The derivative of the square root is infinite at 0; a zero variance gets gradient 0.
        var variance = Ops.Var(x, Axis, Keepdims);
        var varies = variance != 0;
        return Ops.Where(varies, Ops.Sqrt(Ops.Where(varies, variance, 1)), 0);
    }
}

/// <summary>The maximum or minimum along axes.</summary>
internal abstract record Extreme(Axes? Axis, bool Keepdims, ReduceOp Kernel) : AxisReduction(Axis, Keepdims)
{
    protected sealed override void CheckExtents(Shape x, int[] axes)
    {
        if (axes.Any(axis => x[axis] == 0))
        {
            throw new ArgumentException($"'{Name}' of no elements is undefined; received shape {x}.", nameof(x));
        }
    }

    protected sealed override void Reduce(IBackend device, Storage x, int outer, int reduced, int inner, Storage y) =>
        device.Reduce(Kernel, x, outer, reduced, inner, y);

    protected sealed override Tensor Gradient(Tensor dy, Tensor x, Tensor y)
    {
        var isExtreme = Ops.Cast(x == Kept(y, x.Shape), dy.DType);
        return Kept(dy, x.Shape) * isExtreme / Ops.Sum(isExtreme, Axis, keepdims: true);
    }
}

internal sealed record MaxOp(Axes? Axis, bool Keepdims) : Extreme(Axis, Keepdims, ReduceOp.Max);

internal sealed record MinOp(Axes? Axis, bool Keepdims) : Extreme(Axis, Keepdims, ReduceOp.Min);

/// <summary>The argmax or argmin along an axis, or in the flattened tensor.</summary>
internal abstract record ArgExtreme(int? Axis, bool Largest) : UnaryOperation
{
    public sealed override bool IsDifferentiable => false;

    public sealed override Config GetConfig() => new() { { "axis", Axis }, { "keepdims", false } };

    protected sealed override TensorSpec Infer(TensorSpec x)
    {
        if (Axis is { } given ? x.Shape[x.Shape.Axis(given)] == 0 : x.Shape.Contains(0))
        {
            throw new ArgumentException($"'{Name}' of no elements is undefined; received shape {x.Shape}.", nameof(x));
        }

        return new(Axis is { } axis ? x.Shape.Without([x.Shape.Axis(axis)]) : Shape.Scalar, DType.Int64);
    }

    protected sealed override void Compute(IBackend device, Storage x, Storage y) => throw new NotSupportedException();

    private protected sealed override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var y = Tensor.Allocate(Infer(x.Spec), isWeak: false);
        if (y.Size > 0)
        {
            var (outer, reduced, inner) = Axis is { } axis ? StridedAccess.Around(x.Shape, x.Shape.Axis(axis)) : (1, x.Size, 1);
            Device.Current.ArgExtreme(Largest, x.Storage, outer, reduced, inner, y.Storage);
        }

        return y;
    }
}

internal sealed record ArgMaxOp(int? Axis) : ArgExtreme(Axis, Largest: true)
{
    public override string Name => "Argmax";
}

internal sealed record ArgMinOp(int? Axis) : ArgExtreme(Axis, Largest: false)
{
    public override string Name => "Argmin";
}

internal sealed record AnyOp(Axes? Axis, bool Keepdims) : ComposedFunction
{
    public override OperationKind Kind => OperationKind.Other;

    public override Config GetConfig() => new() { { "axis", Axis }, { "keepdims", Keepdims } };

    protected override Tensor Define(Tensor x) => Ops.Sum(Ops.Cast(x, DType.Bool), Axis, Keepdims) > 0;
}

internal sealed record AllOp(Axes? Axis, bool Keepdims) : ComposedFunction
{
    public override OperationKind Kind => OperationKind.Other;

    public override Config GetConfig() => new() { { "axis", Axis }, { "keepdims", Keepdims } };

    protected override Tensor Define(Tensor x) => !Ops.Any(!x, Axis, Keepdims);
}
