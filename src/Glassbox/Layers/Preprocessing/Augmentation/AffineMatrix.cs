namespace Glassbox.Layers;

/// <summary>The pixel at (x, y) comes from (a0·x + a1·y + a2, b0·x + b1·y + b2), x counting columns and y rows.</summary>
internal readonly record struct AffineMatrix(double A0, double A1, double A2, double B0, double B1, double B2)
{
    /// <summary>
    /// As <see cref="Ops.AffineTransform(Tensor, Tensor, string, string, double, string)"/> takes it, without perspective.
    /// </summary>
    public double[] Numbers => [A0, A1, A2, B0, B1, B2, 0, 0];

    /// <summary>A matrix (a b; c d) about the middle of images of a size.</summary>
    public static AffineMatrix AboutMiddle(double a, double b, double c, double d, int height, int width)
    {
        var (x, y) = ((width - 1) / 2.0, (height - 1) / 2.0);
        return new(a, b, x - (a * x) - (b * y), c, d, y - (c * x) - (d * y));
    }
}
