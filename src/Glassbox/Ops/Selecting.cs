using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>
    /// Basic indexing as in NumPy: an index or a range with a step per axis from the first on, an ellipsis for the remaining axes, and new
    /// axes.
    /// </summary>
    /// <exception cref="ArgumentException">There are more slices than axes, or several ellipses.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public static Tensor GetItem(Tensor x, params ReadOnlySpan<Slice> slices)
    {
        var ofAxes = new List<Slice>(slices.Length);
        var newAxes = new List<int>();
        var resultAxis = 0;
        foreach (var slice in slices)
        {
            if (slice.IsNewAxis)
            {
                newAxes.Add(resultAxis++);
                continue;
            }

            var count = slice.IsEllipsis ? AxesLeftOver(x, slices) : 1;
            for (var i = 0; i < count; i++)
            {
                ofAxes.Add(slice.IsEllipsis ? .. : slice);
            }

            resultAxis += slice.IsPosition ? 0 : count;
        }

        var part = ofAxes.Count == 0 && newAxes.Count > 0 ? x : new GetItemOp([.. ofAxes]).Apply(x);
        foreach (var axis in newAxes)
        {
            part = ExpandDims(part, axis);
        }

        return part;
    }

    private static int AxesLeftOver(Tensor x, ReadOnlySpan<Slice> slices)
    {
        var (ofAxes, ellipses) = (0, 0);
        foreach (var slice in slices)
        {
            ofAxes += slice.IsNewAxis || slice.IsEllipsis ? 0 : 1;
            ellipses += slice.IsEllipsis ? 1 : 0;
        }

        return ellipses > 1 ? throw new ArgumentException("Only one ellipsis is allowed; received several.",
            nameof(slices))
            : ofAxes > x.Rank ? throw GetItemOp.TooManySlices(x.Shape, ofAxes)
            : x.Rank - ofAxes;
    }

    /// <summary>Selects along an axis by indices (integers, negative from the end) or by a boolean mask.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="indices">Indices of any shape, which replaces the axis; or a mask with the size of the axis.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index or the axis is out of range.</exception>
    /// <exception cref="ArgumentException">The indices are floats, or the mask has the wrong length.</exception>
    public static Tensor Take(Tensor x, Tensor indices, int axis = 0) => new TakeOp(axis).Apply(x, indices);

    /// <summary>One-hot encodes integers along a new last axis.</summary>
    /// <param name="x">Integers from 0 to numClasses − 1; negative ones become all zeros, as in Keras.</param>
    /// <param name="numClasses">The size of the new axis.</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An integer is numClasses or larger.</exception>
    public static Tensor OneHot(Tensor x, int numClasses, DType? dtype = null) => new OneHotOp(numClasses, dtype ?? DType.Float32).Apply(x);

    /// <summary>A copy of a window of x; the gradient is scattered back.</summary>
    private static Tensor ReadWindow(Tensor x, Window window) => new ReadWindowOp(window).Apply(x);

    /// <summary>Zeros of a shape, with x written to a window.</summary>
    internal static Tensor WriteWindow(Tensor x, Window window, Shape shape) => new WriteWindowOp(window, shape).Apply(x);

    /// <summary>Zeros of a shape, with x added at indices along an axis.</summary>
    internal static Tensor ScatterAdd(Tensor x, Tensor positions, int axis, Shape shape) =>
        new ScatterAddOp(axis, shape).Apply(x, positions);
}

internal sealed record GetItemOp(Slice[] Slices) : UnaryOperation
{
    protected override TensorSpec Infer(TensorSpec x) => x.Shape.IsKnown
        ? x.With(Resolve(x.Shape).Shape)
        : Trace.Infer([x], known => [known[0].With(Resolve(known[0].Shape).Shape)])[0];

    public override void Backpropagate(BackwardStep step)
    {
        var window = Resolve(step[0].Shape).Window;
        step.GiveWindow(0, Ops.Reshape(step.Dy, [.. window.Extents]), window);
    }

    protected override void Compute(IBackend device, Storage x, Storage y) => throw new NotSupportedException();

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var x = inputs[0]!;
        var (window, shape) = Resolve(x.Shape);
        if (StridedAccess.IsRun(window))
        {
            return Finish(new Tensor(x.Storage.Window(window.Offset, window.Size), shape) { IsWeak = x.IsWeak }, [x]);
        }

        var y = Tensor.Allocate(x.Spec.With(shape), x.IsWeak);
        Device.Current.Read(x.Storage, window, y.Storage);
        return Finish(y, [x]);
    }

    public static ArgumentException TooManySlices(Shape x, int count) =>
        new($"A tensor of shape {x} has {x.Rank} axes; received {count} positions or ranges.", "slices");

    private (Window Window, Shape Shape) Resolve(Shape x)
    {
        if (Slices.Length > x.Rank)
        {
            throw TooManySlices(x, Slices.Length);
        }

        var strides = x.Strides();
        var extents = x.ToArray();
        var offset = 0;
        var result = new List<int>(x.Rank);
        for (var axis = 0; axis < x.Rank; axis++)
        {
            if (axis < Slices.Length)
            {
                var (start, count, step) = Slices[axis].Resolve(extents[axis], axis, x);
                offset += start * strides[axis];
                extents[axis] = count;
                strides[axis] *= step;
            }

            if (axis >= Slices.Length || !Slices[axis].IsPosition)
            {
                result.Add(extents[axis]);
            }
        }

        return (new Window(offset, extents, strides), [.. result]);
    }
}

internal sealed record ReadWindowOp(Window Window) : UnaryOperation
{
    protected override TensorSpec Infer(TensorSpec x) => x.With([.. Window.Extents]);

    public override void Backpropagate(BackwardStep step) => step.GiveWindow(0, step.Dy, Window);

    protected override void Compute(IBackend device, Storage x, Storage y) => device.Read(x, Window, y);
}

internal sealed record WriteWindowOp(Window Window, Shape Target) : UnaryOperation
{
    protected override TensorSpec Infer(TensorSpec x) => x.With(Target);

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => new ReadWindowOp(Window).Apply(dy);

    protected override void Compute(IBackend device, Storage x, Storage y)
    {
        device.Fill(y, 0);
        device.Write(x, y, Window);
    }
}

/// <summary>Selects elements along an axis by index; without an axis, of the flattened tensor.</summary>
internal sealed record TakeOp(int? Axis) : Operation
{
    public override Config GetConfig() => new() { { "axis", Axis } };

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (x, indices) = (inputs[0], inputs[1]);
        if (indices.DType.IsFloating)
        {
            throw new ArgumentException($"Indices must be integers; received dtype {indices.DType}.", nameof(indices));
        }

        var axis = Axis is { } given ? x.Shape.Axis(given) : 0;
        var (before, after) = Axis is null ? (Shape.Scalar, Shape.Scalar) : (x.Shape[..axis], x.Shape[(axis + 1)..]);
        return x.With([.. before, .. indices.DType == DType.Bool ? [Shape.Unknown] : indices.Shape, .. after]);
    }

    public override void Backpropagate(BackwardStep step)
    {
        var (axis, positions) = step.Saved<(int, Tensor)>();
        step.Give(0, Ops.ScatterAdd(step.Dy, positions, axis, step[0].Shape));
    }

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var (x, indices) = (Axis is null ? Ops.Reshape(inputs[0]!, [-1]) : inputs[0]!, inputs[1]!);
        var axis = x.Shape.Axis(Axis ?? 0);
        _ = Infer([x.Spec, indices.Spec]);
        var positions = indices.DType == DType.Bool ? Positions(indices, x.Shape, axis) : InRange(indices, x.Shape[axis], x.Shape, axis);
        return Finish(Gathered(x, positions, axis), [x, indices], (axis, positions));
    }

    /// <summary>Gathers elements along an axis by int64 indices that are in range.</summary>
    public static Tensor Gathered(Tensor x, Tensor positions, int axis)
    {
        var y = Tensor.Allocate(x.DType, [.. x.Shape.AsSpan()[..axis], .. positions.Shape, .. x.Shape.AsSpan()[(axis + 1)..]]);
        if (y.Size > 0)
        {
            var (outer, extent, inner) = StridedAccess.Around(x.Shape, axis);
            Device.Current.Gather(x.Storage, positions.Storage, outer, extent, inner, y.Storage);
        }

        return y;
    }

    /// <summary>Gathers entries of the first axis and casts them; bytes become floats in the same pass.</summary>
    public static Tensor GatheredAs(DType dtype, Tensor x, Tensor positions)
    {
        if (x.DType != DType.UInt8 || dtype != DType.Float32)
        {
            return Gathered(x, positions, 0).To(dtype);
        }

        var y = Tensor.Allocate(dtype, [.. positions.Shape, .. x.Shape.AsSpan()[1..]]);
        Device.Current.Gather(x.Storage, positions.Storage, 1, x.Shape[0], y.Size / Math.Max(1, positions.Size), y.Storage);
        return y;
    }

    private static Tensor Positions(Tensor mask, Shape shape, int axis)
    {
        if (mask.Rank != 1 || mask.Size != shape[axis])
        {
            throw new ArgumentException(
                $"A mask for axis {axis} of a tensor of shape {shape} needs shape ({shape[axis]},); received {mask.Shape}.", nameof(mask));
        }

        var chosen = new List<long>();
        var values = mask.AsSpan<bool>();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i])
            {
                chosen.Add(i);
            }
        }

        return Tensor.FromSpan<long>(chosen.ToArray());
    }

    /// <summary>Indices normalized to be non-negative.</summary>
    private static Tensor InRange(Tensor indices, int extent, Shape shape, int axis)
    {
        var positions = indices.To(DType.Int64).ToArray<long>();
        foreach (ref var position in positions.AsSpan())
        {
            if (position < -extent || position >= extent)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), position, $"Index {position} is out of range for axis {axis} of a tensor of shape {shape}.");
            }

            position += position < 0 ? extent : 0;
        }

        return Tensor.FromSpan<long>(positions, indices.Shape);
    }
}

/// <summary>Zeros of a shape, with the first input added at indices along an axis.</summary>
internal sealed record ScatterAddOp(int Axis, Shape Target) : Operation
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].With(Target);

    public override void Backpropagate(BackwardStep step) => step.Give(0, new TakeOp(Axis).Apply(step.Dy, step[1]));

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var (outer, extent, inner) = StridedAccess.Around(Target, Axis);
        device.Fill(y.Storage, 0);
        device.ScatterAdd(inputs[0]!.Storage, inputs[1]!.Storage, outer, extent, inner, y.Storage);
        return null;
    }
}

internal sealed record OneHotOp(int NumClasses, DType DType) : Operation
{
    public override string Module => "nn";

    public override bool IsDifferentiable => false;

    public override Config GetConfig() => new() { { "num_classes", NumClasses }, { "axis", -1 }, { "dtype", DType.Name } };

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => new([.. inputs[0].Shape, NumClasses], DType);

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var x = Ops.WholeNumbers(inputs[0]!, "OneHot", "x");
        if (x.Size > 0 && Ops.Max(x).ToScalar<long>() >= NumClasses)
        {
            throw new ArgumentOutOfRangeException(
                nameof(x), $"OneHot with {NumClasses} classes takes integers 0 to {NumClasses - 1}; received {Ops.Max(x)}.");
        }

        return Ops.Cast(Ops.ExpandDims(x, -1) == Tensor.Arange(NumClasses), DType);
    }
}
