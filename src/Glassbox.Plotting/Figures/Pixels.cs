using ScottPlot;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>Converts tensors to images.</summary>
internal static class Pixels
{
    /// <summary>Converts a tensor [height, width], [height, width, 1], [height, width, 3] or [height, width, 4].</summary>
    public static SKImage From(Tensor image, Colormap? colormap, double? vmin, double? vmax)
    {
        var channels = image.Rank == 3 ? image.Shape[2] : 1;
        if (image.Rank is not (2 or 3) || channels is not (1 or 3 or 4) || image.Size == 0)
        {
            throw new ArgumentException(
                $"An image has shape (height, width), or (height, width, channels) with 1, 3 or 4 channels; received {image.Shape}. One "
                + "image of a batch: images[0].", nameof(image));
        }

        var values = image.Cast(DType.Float64).ToArray<double>();
        if (!values.All(double.IsFinite))
        {
            throw new ArgumentException("The image has values that are not finite (NaN or infinity), which have no colour; received "
                + $"shape {image.Shape}.", nameof(image));
        }

        return channels == 1
            ? Draw(image.Shape, Shades(values, vmin, vmax, colormap ?? "viridis"))
            : Draw(image.Shape, Mixed(values, channels, image.DType));
    }

    private static Func<int, Color> Shades(double[] values, double? vmin, double? vmax, Colormap colormap)
    {
        var (low, high) = (vmin ?? values.Min(), vmax ?? values.Max());
        if (!(low <= high) || !double.IsFinite(low) || !double.IsFinite(high))
        {
            throw new ArgumentException($"vmin must not be larger than vmax, and both must be finite; received {low} and {high}.",
                nameof(vmin));
        }

        return i => colormap.At(high > low ? (values[i] - low) / (high - low) : 0);
    }

    private static Func<int, Color> Mixed(double[] values, int channels, DType dtype)
    {
        var full = dtype.IsFloating || dtype == DType.Bool ? 1.0 : 255.0;
        if (values.Any(value => value < 0 || value > full))
        {
            throw new ArgumentException(
                $"A coloured image has values from 0 to {full} ({dtype}); received {values.Min()} to "
                + $"{values.Max()}.{(dtype.IsFloating ? " Divide by 255?" : "")}", nameof(values));
        }

        byte Level(int i) => (byte)Math.Round(values[i] / full * 255);
        return i => new Color(Level(i * channels), Level((i * channels) + 1), Level((i * channels) + 2),
            channels == 4 ? Level((i * channels) + 3) : (byte)255);
    }

    private static SKImage Draw(Shape shape, Func<int, Color> color)
    {
        var (height, width) = (shape[0], shape[1]);
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (var i = 0; i < height * width; i++)
        {
            var c = color(i);
            bitmap.SetPixel(i % width, i / width, new SKColor(c.R, c.G, c.B, c.A));
        }

        bitmap.SetImmutable();
        return SKImage.FromBitmap(bitmap);
    }
}
