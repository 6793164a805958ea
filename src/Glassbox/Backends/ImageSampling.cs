namespace Glassbox.Backends;

/// <summary>What is taken for the pixels beyond the edge of an image.</summary>
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
/// Images [batch, height, width, channels] that are looked at through a matrix each, eight numbers a0 a1 a2 b0 b1 b2 c0 c1: the result at
/// (x, y) is the image at ((a0·x + (a1·y + a2)) / k, (b0·x + (b1·y + b2)) / k) with k = c0·x + (c1·y + 1), interpolated or from the nearest
/// pixel. A place farther away than 2²⁹ pixels counts as so far away; one that is no number makes a result that is none.
/// </summary>
internal sealed record ImageSampling
{
    /// <summary>
    /// Places farther away than this are all the same; no image has as many pixels along an axis, so that no index overflows.
    /// </summary>
    public const int Far = 1 << 29;

    /// <summary>A sampling, which makes sure that places in the images can be counted in 32 bits.</summary>
    /// <exception cref="ArgumentException">The images are too large for that.</exception>
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

    /// <summary>Whether what lies between pixels is interpolated; otherwise the nearest is taken.</summary>
    public bool Bilinear { get; }

    public FillMode FillMode { get; }

    /// <summary>The value beyond the edge for <see cref="FillMode.Constant"/>.</summary>
    public double FillValue { get; init; }

    /// <summary>How many numbers a row of pixels has.</summary>
    public int RowSize => Width * Channels;

    /// <summary>How many numbers an image has.</summary>
    public int ImageSize => Height * RowSize;

    /// <summary>
    /// The pixel that stands for position <paramref name="i"/> along an axis of <paramref name="extent"/> pixels; −1 for none.
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
