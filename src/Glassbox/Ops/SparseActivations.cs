namespace Glassbox;

/// <remarks>Source: Martins and Astudillo, From Softmax to Sparsemax, arXiv:1602.02068; <see href="https://keras.io/api/layers/activations/"/>.</remarks>
public static partial class Ops
{
    /// <summary>0 below −1, (x + 1)² / 4 up to 1, x above: the antiderivative of <see cref="SparseSigmoid"/>.</summary>
    public static Tensor SparsePlus(Tensor x)
    {
        x = Floating(x);
        return Where(x <= -1, ZerosLike(x), Where(x < 1, Square(x + 1) * 0.25, x));
    }

    /// <summary>0 below −1, (x + 1) / 2 up to 1, 1 above.</summary>
    public static Tensor SparseSigmoid(Tensor x)
    {
        x = Floating(x);
        return Where(x <= -1, ZerosLike(x), Where(x >= 1, OnesLike(x), (x + 1) * 0.5));
    }

    /// <summary>The nearest point of the probability simplex, along an axis: like softmax, but small values become exactly zero.</summary>
    public static Tensor Sparsemax(Tensor x, int axis = -1)
    {
        x = Floating(x);
        var threshold = SimplexThreshold(StopGradient(x), x.Shape.Axis(axis));
        var y = Relu(StopGradient(x) - threshold);
        var support = Cast(y > 0, x.DType);
        return Record("sparsemax", y, (x, dy => support * (dy - (Sum(dy * support, axis, keepdims: true) / Sum(support, axis, keepdims: true)))));
    }

    /// <summary>What must be taken off all values along an axis so that those above zero add up to one.</summary>
    private static Tensor SimplexThreshold(Tensor x, int axis)
    {
        // All values belong to the support at first; those that fall below the threshold leave it, until none does (Michelot, 1986).
        var support = OnesLike(x);
        while (true)
        {
            var threshold = (Sum(x * support, axis, keepdims: true) - 1) / Sum(support, axis, keepdims: true);
            var next = support * Cast(x > threshold, x.DType);
            if ((bool)All(Equal(next, support)))
            {
                return threshold;
            }

            support = next;
        }
    }
}
