using System.Text;

namespace Glassbox;

/// <summary>Renders images as half-block characters, two stacked pixels per character.</summary>
internal static class HalfBlocks
{
    /// <param name="images">[count, height, width] or [count, height, width, channels].</param>
    /// <param name="titles">Title above each image.</param>
    /// <param name="width">Maximum line width in characters.</param>
    /// <param name="gap">Gap between images in characters.</param>
    /// <param name="color">Whether to use ANSI escape codes.</param>
    /// <param name="crop">Whether to crop margins that are blank in all images.</param>
    public static string Draw(Tensor images, IReadOnlyList<string>? titles, int width, int gap, bool color, bool crop)
    {
        var shades = Bytes(images, crop);
        var cell = Math.Max(shades.Shape[2], titles?.Max(title => title.Length) ?? 0) + gap;
        var perLine = (int)Math.Max(1, ((long)width + gap) / cell);
        var text = new StringBuilder();
        for (var first = 0; first < shades.Shape[0]; first += perLine)
        {
            var range = first..Math.Min(first + perLine, shades.Shape[0]);
            if (titles is not null)
            {
                text.AppendLine(string.Concat(titles.Take(range).Select(title => title.PadRight(cell))).TrimEnd());
            }

            Append(text, shades[range], cell, color, Glyphs.HasBlocks);
        }

        return text.ToString().TrimEnd('\n', '\r');
    }

    /// <summary>[count, height, width, 1 or 3], uint8.</summary>
    private static Tensor Bytes(Tensor images, bool crop)
    {
        var white = images.DType.IsFloating || images.DType == DType.Bool ? 1 : 255;
        var (low, high) = (Ops.Min(images).ToScalar<double>(), Ops.Max(images).ToScalar<double>());
        if (!(low >= 0 && high <= white))
        {
            throw new ArgumentException(
                $"The pixels of {images.DType} images are from 0 (black) to {white} (white); received {low} to "
                + $"{high}.{(white == 1 ? " Divide by 255, or cast to uint8?" : "")}", nameof(images));
        }

        var scaled = (white == 1 ? Ops.Round(images.Cast(DType.Float32) * 255) : images).Cast(DType.UInt8);
        var withChannels = scaled.Rank == 4 ? scaled : Ops.ExpandDims(scaled, -1);
        return crop ? Cropped(withChannels) : withChannels;
    }

    private static Tensor Cropped(Tensor images)
    {
        var ink = Ops.Max(Ops.Max(images, axis: 3), axis: 0) > 0;
        return images[.., Extent(Ops.Any(ink, axis: 1)), Extent(Ops.Any(ink, axis: 0))];
    }

    private static Range Extent(Tensor hasInk)
    {
        var flags = hasInk.AsSpan<bool>();
        var first = flags.IndexOf(true);
        return first < 0 ? .. : first..(flags.LastIndexOf(true) + 1);
    }

    private static void Append(StringBuilder text, Tensor shades, int cell, bool color, bool blocks)
    {
        var (count, height, width, channels) = (shades.Shape[0], shades.Shape[1], shades.Shape[2], shades.Shape[3]);
        var pixels = shades.ToArray<byte>();
        ReadOnlySpan<byte> Pixel(int image, int y, int x) =>
            y < height ? pixels.AsSpan(((((image * height) + y) * width) + x) * channels, channels) : new byte[channels];

        for (var y = 0; y < height; y += 2)
        {
            var line = new StringBuilder();
            for (var image = 0; image < count; image++)
            {
                for (var x = 0; x < width; x++)
                {
                    var upper = Pixel(image, y, x);
                    var lower = Pixel(image, y + 1, x);
                    if (color)
                    {
                        line.Append("\x1b[38;").Append(Code(upper)).Append(";48;").Append(Code(lower)).Append('m')
                            .Append(blocks ? '▀' : '"');
                    }
                    else
                    {
                        line.Append(Glyphs.Halves(IsLight(upper), IsLight(lower), blocks));
                    }
                }

                line.Append(color ? "\x1b[0m" : "").Append(' ', cell - width);
            }

            text.AppendLine(line.ToString().TrimEnd());
        }
    }

    private static bool IsLight(ReadOnlySpan<byte> pixel) =>
        pixel.Length == 1 ? pixel[0] > 127 : (0.299 * pixel[0]) + (0.587 * pixel[1]) + (0.114 * pixel[2]) > 127;

    /// <summary>The escape code of a gray of the 256-color palette, which old consoles support, or of a 24-bit color.</summary>
    private static string Code(ReadOnlySpan<byte> pixel) =>
        pixel.Length == 1 ? $"5;{Gray(pixel[0])}" : $"2;{pixel[0]};{pixel[1]};{pixel[2]}";

    /// <summary>One of the palette's 24 grays, which lie between its black (16) and white (231).</summary>
    private static int Gray(byte shade) => shade < 5 ? 16 : shade > 246 ? 231 : 232 + ((shade - 5) / 10);
}
