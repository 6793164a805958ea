namespace Glassbox;

public static partial class Ops
{
    /// <summary>
    /// −Σ t·log p along the last axis: how improbable the targets are, in one pass. The probabilities are scaled to add up to one and kept <paramref name="epsilon"/> away from 0 and 1; what is kept away
    /// has no gradient.
    /// </summary>
    /// <param name="target">Of the shape and type of the probabilities.</param>
    /// <param name="p">Probabilities, [.., classes].</param>
    /// <param name="epsilon">How near to 0 and 1 they may come.</param>
    internal static Tensor Crossentropy(Tensor target, Tensor p, double epsilon)
    {
        var y = Kernels.Crossentropy(target, p, epsilon);
        return Record("crossentropy", y, (target, TargetGradient), (p, Gradient));

        Tensor LogOfP() => Log(Clip(p / Sum(p, -1, keepdims: true), epsilon, 1 - epsilon));

        Tensor TargetGradient(Tensor dy) => -ExpandDims(dy, -1) * LogOfP();

        Tensor Gradient(Tensor dy)
        {
            if (!GradientTape.IsRecording)
            {
                return Kernels.CrossentropyGradient(dy, target, p, epsilon);
            }

            // With q = p / Σp, of which only what was not cut counts: ∂/∂q = −t / q, and the quotient takes off what would change the sum.
            var sum = Sum(p, -1, keepdims: true);
            var q = p / sum;
            var slope = -target / q * Cast(Multiply(q >= epsilon, q <= 1 - epsilon), p.DType);
            return ExpandDims(dy, -1) * (slope - Sum(slope * q, -1, keepdims: true)) / sum;
        }
    }

    /// <summary>−Σ t·log(softmax(x)) along the last axis, in one pass.</summary>
    /// <param name="target">Of the shape and type of the logits.</param>
    /// <param name="logits">Values before softmax, [.., classes].</param>
    internal static Tensor SoftmaxCrossentropy(Tensor target, Tensor logits)
    {
        var y = Kernels.SoftmaxCrossentropy(target, logits);
        return Record("softmax_crossentropy", y, (target, dy => -ExpandDims(dy, -1) * LogSoftmax(logits)), (logits, Gradient));

        Tensor Gradient(Tensor dy) => GradientTape.IsRecording
            ? ExpandDims(dy, -1) * ((Softmax(logits) * Sum(target, -1, keepdims: true)) - target)
            : Kernels.SoftmaxCrossentropyGradient(dy, target, logits);
    }
}
