using Glassbox.Saving;

namespace Glassbox;

/// <remarks>
/// Source: Martins and Astudillo, From Softmax to Sparsemax, arXiv:1602.02068; <see href="https://keras.io/api/layers/activations/"/>.
/// </remarks>
public static partial class Ops
{
    /// <summary>0 below −1, (x + 1)² / 4 up to 1, x above: the antiderivative of <see cref="SparseSigmoid"/>.</summary>
    public static Tensor SparsePlus(Tensor x) => Run<SparsePlusOp>(x);

    /// <summary>0 below −1, (x + 1) / 2 up to 1, 1 above.</summary>
    public static Tensor SparseSigmoid(Tensor x) => Run<SparseSigmoidOp>(x);

    /// <summary>
    /// The Euclidean projection onto the probability simplex along an axis: like softmax, but small values become exactly zero.
    /// </summary>
    public static Tensor Sparsemax(Tensor x, int axis = -1) => new SparsemaxOp(axis).Apply(x);
}

internal sealed record SparsePlusOp : ComposedActivation
{
    protected override Tensor Define(Tensor x)
    {
        x = Floating(x);
        return Ops.Where(x <= -1, 0, Ops.Where(x < 1, Ops.Square(x + 1) * 0.25, x));
    }
}

internal sealed record SparseSigmoidOp : ComposedActivation
{
    protected override Tensor Define(Tensor x)
    {
        x = Floating(x);
        return Ops.Where(x <= -1, 0, Ops.Where(x >= 1, 1, (x + 1) * 0.5));
    }
}

internal sealed record SparsemaxOp(int Axis) : Operation
{
    public override string Module => "nn";

    public override Config GetConfig() => new() { { "axis", Axis } };

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].As(Ops.FloatingType(inputs[0].DType));

    // Within the support the gradient is dy minus its mean over the support.
    public override void Backpropagate(BackwardStep step)
    {
        var support = Ops.Cast(step.Output > 0, step.Dy.DType);
        var mean = Ops.Sum(step.Dy * support, Axis, keepdims: true) / Ops.Sum(support, Axis, keepdims: true);
        step.Give(0, support * (step.Dy - mean));
    }

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var x = Ops.Cast(inputs[0]!, Ops.FloatingType(inputs[0]!.DType));
        var values = Ops.StopGradient(x);
        return Finish(Ops.Relu(values - SimplexThreshold(values, x.Shape.Axis(Axis))), [x]);
    }

    /// <summary>The threshold to subtract along an axis so that the remaining positive values sum to one.</summary>
    private static Tensor SimplexThreshold(Tensor x, int axis)
    {
        // All values belong to the support at first; those below the threshold are removed until none is left below it (Michelot, 1986).
        var support = Ops.OnesLike(x);
        while (true)
        {
            var threshold = (Ops.Sum(x * support, axis, keepdims: true) - 1) / Ops.Sum(support, axis, keepdims: true);
            var next = support * Ops.Cast(x > threshold, x.DType);
            if ((bool)Ops.All(next == support))
            {
                return threshold;
            }

            support = next;
        }
    }
}
