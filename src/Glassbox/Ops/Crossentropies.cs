using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>
    /// −Σ t·log p along the last axis, in one pass. The probabilities are normalized to sum to one and clipped to
    /// [<paramref name="epsilon"/>, 1 − epsilon]; clipped probabilities have no gradient.
    /// </summary>
    /// <param name="target">Targets with the shape and type of the probabilities.</param>
    /// <param name="p">Probabilities, [.., classes].</param>
    /// <param name="epsilon">The clipping distance from 0 and 1.</param>
    internal static Tensor Crossentropy(Tensor target, Tensor p, double epsilon) => new CrossentropyOp(epsilon).Apply(target, p);

    /// <summary>−Σ t·log(softmax(x)) along the last axis, in one pass.</summary>
    /// <param name="target">Targets with the shape and type of the logits.</param>
    /// <param name="logits">Logits, [.., classes].</param>
    internal static Tensor SoftmaxCrossentropy(Tensor target, Tensor logits) => Run<SoftmaxCrossentropyOp>(target, logits);
}

internal sealed record CrossentropyOp(double Epsilon) : Operation
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[1].With(inputs[1].Shape[..^1]);

    public override void Backpropagate(BackwardStep step)
    {
        var (dy, target, p) = (step.Dy, step[0], step[1]);
        if (step.Wants(0))
        {
            step.Give(0, -Ops.ExpandDims(dy, -1) * Ops.Log(Ops.Clip(p / Ops.Sum(p, -1, keepdims: true), Epsilon, 1 - Epsilon)));
        }

        if (step.Wants(1))
        {
            step.Give(1, new GradientOp(Epsilon).Apply(dy, target, p));
        }
    }

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var (target, p) = (inputs[0]!, inputs[1]!);
        device.Crossentropy(target.Storage, p.Storage, p.Shape[^1], Epsilon, y.Storage);
        return null;
    }

    private sealed record GradientOp(double Epsilon) : Operation
    {
        public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[2];

        // With q = p / Σp, counting unclipped q only: ∂/∂q = −t / q; the quotient rule subtracts the component that changes the sum.
        public override Tensor Define(ReadOnlySpan<Tensor?> inputs)
        {
            var (dy, target, p) = (inputs[0]!, inputs[1]!, inputs[2]!);
            var sum = Ops.Sum(p, -1, keepdims: true);
            var q = p / sum;
            var slope = -target / q * Ops.Cast((q >= Epsilon) & (q <= 1 - Epsilon), p.DType);
            return Ops.ExpandDims(dy, -1) * (slope - Ops.Sum(slope * q, -1, keepdims: true)) / sum;
        }

        private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
        {
            device.CrossentropyGradient(inputs[0]!.Storage, inputs[1]!.Storage, inputs[2]!.Storage, y.Shape[^1], Epsilon, y.Storage);
            return null;
        }
    }
}

internal sealed record SoftmaxCrossentropyOp : Operation
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[1].With(inputs[1].Shape[..^1]);

    public override void Backpropagate(BackwardStep step)
    {
        var (dy, target, logits) = (step.Dy, step[0], step[1]);
        if (step.Wants(0))
        {
            step.Give(0, -Ops.ExpandDims(dy, -1) * Ops.LogSoftmax(logits));
        }

        if (step.Wants(1))
        {
            step.Give(1, Ops.Run<GradientOp>(dy, target, logits));
        }
    }

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var (target, logits) = (inputs[0]!, inputs[1]!);
        device.SoftmaxCrossentropy(target.Storage, logits.Storage, logits.Shape[^1], y.Storage);
        return null;
    }

    private sealed record GradientOp : Operation
    {
        public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[2];

        public override Tensor Define(ReadOnlySpan<Tensor?> inputs)
        {
            var (dy, target, logits) = (inputs[0]!, inputs[1]!, inputs[2]!);
            return Ops.ExpandDims(dy, -1) * ((new SoftmaxOp(-1).Apply(logits) * Ops.Sum(target, -1, keepdims: true)) - target);
        }

        private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
        {
            device.SoftmaxCrossentropyGradient(inputs[0]!.Storage, inputs[1]!.Storage, inputs[2]!.Storage, y.Shape[^1], y.Storage);
            return null;
        }
    }
}
