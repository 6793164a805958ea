namespace Glassbox.Layers;

/// <summary>
/// Affine map from output to input pixels: output (x, y) samples input (a0·x + a1·y + a2, b0·x + b1·y + b2), with x the column and y the
/// row.
/// </summary>
internal readonly record struct AffineMatrix(double A0, double A1, double A2, double B0, double B1, double B2)
{
    /// <summary>
    /// The coefficients for <see cref="Ops.AffineTransform(Tensor, Tensor, string, string, double, string)"/>, without perspective.
    /// </summary>
    public double[] Numbers => [A0, A1, A2, B0, B1, B2, 0, 0];

    /// <summary>The matrix (a b; c d) applied about the center of an image.</summary>
    public static AffineMatrix AboutMiddle(double a, double b, double c, double d, int height, int width)
    {
        var (x, y) = ((width - 1) / 2.0, (height - 1) / 2.0);
        return new(a, b, x - (a * x) - (b * y), c, d, y - (c * x) - (d * y));
    }
}
