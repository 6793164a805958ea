namespace Glassbox.Optimizers;

public abstract partial class Optimizer
{
    /// <summary>Applies the clipping option that is set; returns the gradients unchanged if none is.</summary>
    private Tensor[] Clip(Tensor[] gradients)
    {
        if (Clipnorm is { } norm)
        {
            return Array.ConvertAll(gradients, gradient => gradient * (norm / Math.Max(Math.Sqrt(SumOfSquares(gradient)), norm)));
        }

        if (GlobalClipnorm is { } globalNorm)
        {
            var scale = globalNorm / Math.Max(Math.Sqrt(gradients.Sum(SumOfSquares)), globalNorm);
            return Array.ConvertAll(gradients, gradient => gradient * scale);
        }

        return Clipvalue is { } value ? Array.ConvertAll(gradients, gradient => Ops.Clip(gradient, -value, value)) : gradients;
    }

    private static double SumOfSquares(Tensor gradient) => (double)Ops.Sum(Ops.Square(gradient));
}
