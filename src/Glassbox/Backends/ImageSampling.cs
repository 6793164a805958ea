namespace Glassbox.Backends;

/// <summary>The values of pixels beyond the edge of an image.</summary>
internal enum FillMode
{
    /// <summary>k k k | a b c | k k k.</summary>
    Constant,

    /// <summary>a a a | a b c | c c c.</summary>
    Nearest,

    /// <summary>c b a | a b c | c b a.</summary>
    Reflect,

    /// <summary>a b c | a b c | a b c.</summary>
    Wrap,
}

/// <summary>
/// Images [batch, height, width, channels] sampled through one transform each, with coefficients a0 a1 a2 b0 b1 b2 c0 c1: the result at (x,
/// y) is the image at ((a0·x + (a1·y + a2)) / k, (b0·x + (b1·y + b2)) / k) with k = c0·x + (c1·y + 1), bilinear or nearest. Coordinates are
/// clipped to ±2²⁹; a NaN coordinate makes the result NaN.
/// </summary>
internal sealed record ImageSampling
{
    /// <summary>The clipping bound of coordinates; no image has as many pixels along an axis, so that no index overflows.</summary>
    public const int Far = 1 << 29;

    /// <summary>Creates a sampling; ensures that image offsets fit in 32 bits.</summary>
    /// <exception cref="ArgumentException">The images are too large.</exception>
    public ImageSampling(int batch, int height, int width, int channels, bool bilinear, FillMode fillMode, double fillValue)
    {
        if (ExtentMath.Count([batch, height, width, channels]) > ExtentMath.MostElements || Math.Max(height, width) >= Far)
        {
            throw new ArgumentException(
                $"AffineTransform: images of shape ({batch}, {height}, {width}, {channels}) are too large; they must have fewer " +
                $"than {Far:N0} rows and columns, and at most {ExtentMath.MostElements:N0} elements in all.");
        }

        (Batch, Height, Width, Channels, Bilinear, FillMode, FillValue) = (batch, height, width, channels, bilinear, fillMode, fillValue);
    }

    public int Batch { get; }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    /// <summary>Whether to interpolate bilinearly; otherwise the nearest pixel is used.</summary>
    public bool Bilinear { get; }

    public FillMode FillMode { get; }

    /// <summary>The value beyond the edge for <see cref="FillMode.Constant"/>.</summary>
    public double FillValue { get; init; }

    /// <summary>The number of elements per row of pixels.</summary>
    public int RowSize => Width * Channels;

    /// <summary>The number of elements per image.</summary>
    public int ImageSize => Height * RowSize;

    /// <summary>
    /// The pixel that represents index <paramref name="i"/> along an axis of <paramref name="extent"/> pixels; −1 for none.
    /// </summary>
    public int Inside(int i, int extent)
    {
        if ((uint)i < (uint)extent)
        {
            return i;
        }

        switch (FillMode)
        {
            case FillMode.Nearest:
                return i < 0 ? 0 : extent - 1;
            case FillMode.Wrap:
                return Modulo(i, extent);
            case FillMode.Reflect:
                var place = Modulo(i, 2 * extent);
                return place < extent ? place : (2 * extent) - 1 - place;
            default:
                return -1;
        }
    }

    private static int Modulo(int i, int n) => i % n is var rest && rest < 0 ? rest + n : rest;
}
