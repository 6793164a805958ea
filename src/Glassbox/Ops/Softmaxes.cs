using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>eˣ / Σ eˣ along an axis: non-negative values that sum to one.</summary>
    public static Tensor Softmax(Tensor x, int axis = -1)
    {
        WarnOfOne(x, [axis]);
        return new SoftmaxOp(axis).Apply(x);
    }

    /// <summary>log(softmax(x)) along an axis, computed in a numerically stable form.</summary>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => new LogSoftmaxOp(axis).Apply(x);

    /// <summary>Warns, once per layer, that a softmax over a single element is always 1.</summary>
    internal static void WarnOfOne(Tensor x, ReadOnlySpan<int> axes)
    {
        foreach (var axis in axes)
        {
            if (axis < -x.Rank || axis >= x.Rank || x.Shape[x.Shape.Axis(axis)] != 1)
            {
                return;
            }
        }

        var (shape, last) = (x.Shape, axes.IsEmpty ? -1 : axes[^1]);
        Warnings.OnceWhereRunning(typeof(SoftmaxOp), "softmax of one", () =>
            $"softmax along axis {last} of a tensor of shape {shape}, which has one element there, always gives 1. For one output unit use "
            + "the activation \"sigmoid\".");
    }
}

/// <summary>A function over an axis whose kernel works on the last axis.</summary>
internal abstract record SoftmaxFunction(int Axis, bool Logarithm) : UnaryOperation
{
    public sealed override string Module => "nn";

    public sealed override Config GetConfig() => new() { { "axis", Axis } };

    protected sealed override DType Takes(DType given) => Ops.FloatingType(given);

    protected sealed override TensorSpec Infer(TensorSpec x)
    {
        _ = x.Shape.Axis(Axis);
        return x;
    }

    protected sealed override Tensor Gradient(Tensor dy, Tensor x, Tensor y) =>
        x.Shape.Axis(Axis) == x.Rank - 1 ? new GradientOp(this).Apply(dy, y) : Slope(dy, y);

    /// <summary>The gradient of x from the gradient of y, as composed operations.</summary>
    protected abstract Tensor Slope(Tensor dy, Tensor y);

    /// <summary>The result for values shifted to maximum zero, and the sum of their exponentials.</summary>
    protected abstract void Finish(IBackend device, Broadcast walk, Storage shifted, Storage exponentials, Storage sum, Storage y);

    protected sealed override void Compute(IBackend device, Storage x, Storage y) => throw new NotSupportedException();

    private protected sealed override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var device = Device.Current;
        var x = Ops.Cast(inputs[0]!, Takes(inputs[0]!.DType));
        var y = Tensor.Allocate(Infer(x.Spec), inputs[0]!.IsWeak);
        var axis = x.Shape.Axis(Axis);
        if (axis == x.Rank - 1)
        {
            device.Softmax(Logarithm, x.Storage, x.Shape[^1], y.Storage);
            return Finish(y, [x]);
        }

        // Shifting by the maximum prevents overflow and leaves the quotient unchanged.
        var (outer, extent, inner) = StridedAccess.Around(x.Shape, axis);
        var kept = x.Shape.Replaced([axis], 1);
        var walk = Broadcasting.Plan(x.Shape, kept).Walk;
        Storage one = device.Allocate(x.DType, kept.Size), shifted = device.Allocate(x.DType, x.Size),
            exponentials = device.Allocate(x.DType, x.Size);
        device.Reduce(ReduceOp.Max, x.Storage, outer, extent, inner, one);
        device.Binary(BinaryOp.Subtract, walk, x.Storage, one, shifted);
        device.Unary(UnaryOp.Exp, shifted, exponentials);
        device.Reduce(ReduceOp.Sum, exponentials, outer, extent, inner, one);
        Finish(device, walk, shifted, exponentials, one, y.Storage);
        return Finish(y, [x]);
    }

    /// <summary>The gradient along the last axis, from the result and its gradient.</summary>
    private sealed record GradientOp(SoftmaxFunction Of) : Operation
    {
        public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

        public override Tensor Define(ReadOnlySpan<Tensor?> inputs) => Of.Slope(inputs[0]!, inputs[1]!);

        private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
        {
            device.SoftmaxGradient(Of.Logarithm, inputs[0]!.Storage, inputs[1]!.Storage, y.Shape[^1], y.Storage);
            return null;
        }
    }
}

internal sealed record SoftmaxOp(int Axis) : SoftmaxFunction(Axis, Logarithm: false)
{
    public override OperationKind Kind => OperationKind.Softmax;

    public override string Formula => "eˣ / Σ eˣ";

    protected override Tensor Slope(Tensor dy, Tensor y) => y * (dy - Ops.Sum(dy * y, Axis, keepdims: true));

    protected override void Finish(IBackend device, Broadcast walk, Storage shifted, Storage exponentials, Storage sum, Storage y) =>
        device.Binary(BinaryOp.Divide, walk, exponentials, sum, y);
}

internal sealed record LogSoftmaxOp(int Axis) : SoftmaxFunction(Axis, Logarithm: true)
{
    public override string Formula => "x − log Σ eˣ";

    protected override Tensor Slope(Tensor dy, Tensor y) => dy - (Ops.Exp(y) * Ops.Sum(dy, Axis, keepdims: true));

    protected override void Finish(IBackend device, Broadcast walk, Storage shifted, Storage exponentials, Storage sum, Storage y)
    {
        device.Unary(UnaryOp.Log, sum, sum);
        device.Binary(BinaryOp.Subtract, walk, shifted, sum, y);
    }
}
