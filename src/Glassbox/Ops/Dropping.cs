namespace Glassbox;

public static partial class Ops
{
    /// <summary>x times a mask for dropout of its own shape, in one pass: see <see cref="Tensor.Dropped"/>. A bit for each element is kept for the gradient.</summary>
    /// <param name="x">float32 or float64.</param>
    /// <param name="key">The mask's key: the same gives the same mask.</param>
    /// <param name="rate">The part of the elements that becomes zero.</param>
    internal static Tensor Dropout(Tensor x, ulong key, double rate)
    {
        if (GradientTape.WantsEveryOperation)
        {
            return x * Tensor.Dropped(x.Shape, x.DType, key, rate);
        }

        var y = Kernels.Dropout(x, key, rate, out var kept);
        return Record("dropout", y, (x, dy => DropoutGradient(dy, kept, rate)));
    }

    private static Tensor DropoutGradient(Tensor dy, Tensor kept, double rate) =>
        Record("dropout_gradient", Kernels.DropoutGradient(dy, kept, rate), (dy, d => DropoutGradient(d, kept, rate)));
}
