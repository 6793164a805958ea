using System.Globalization;
using System.Text;

namespace Glassbox;

/// <summary>Pictures made of characters, for a look at data and decisions where there is only a console. Each function gives text to print.</summary>
public static class Terminal
{
    private const int Gap = 2;

    /// <summary>Whether the console shows colours: it is a screen, and the user has not switched them off with NO_COLOR.</summary>
    public static bool HasColor => Progbar.IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>
    /// Gray images side by side, two pixels on top of each other in each character. The margins that are blank in all of them are left out.
    /// </summary>
    /// <param name="images">[count, height, width]: 0 is black; white is 255 for integers and 1 for floats.</param>
    /// <param name="titles">A line above each image.</param>
    /// <param name="width">How many characters a line may have; images that do not fit beside the others go below.</param>
    /// <param name="color">Whether to use shades of gray (256-colour escape codes) instead of black and white; by default as <see cref="HasColor"/>.</param>
    /// <exception cref="ArgumentException">The images are no stack of gray images, or there are more or fewer titles than images.</exception>
    public static string Images(Tensor images, IReadOnlyList<string>? titles = null, int width = 79, bool? color = null)
    {
        if (images.Rank != 3 || images.Size == 0)
        {
            throw new ArgumentException($"Images needs gray images of shape (count, height, width); received {images.Shape}. One image alone: x[..1].", nameof(images));
        }

        if (titles is not null && titles.Count != images.Shape[0])
        {
            throw new ArgumentException($"There are {images.Shape[0]} images and {titles.Count} titles; they must be as many.", nameof(titles));
        }

        var shades = Cropped(images.DType.IsFloating ? images * 255 : images);
        var cell = Math.Max(shades.Shape[2], titles?.Max(title => title.Length) ?? 0) + Gap;
        var perLine = Math.Max(1, (width + Gap) / cell);
        var text = new StringBuilder();
        for (var first = 0; first < shades.Shape[0]; first += perLine)
        {
            var range = first..Math.Min(first + perLine, shades.Shape[0]);
            if (titles is not null)
            {
                text.AppendLine(string.Concat(titles.Take(range).Select(title => title.PadRight(cell))).TrimEnd());
            }

            AppendImages(text, shades[range], cell, color ?? HasColor);
        }

        return text.ToString().TrimEnd('\n', '\r');
    }

    /// <summary>Horizontal bars, one a line, with labels before and values behind them.</summary>
    /// <param name="labels">What stands before each bar.</param>
    /// <param name="values">Not negative; the longest bar is the largest, or <paramref name="full"/>.</param>
    /// <param name="format">How values are written, as a .NET format: <c>P1</c> for percentages.</param>
    /// <param name="width">How many characters the longest bar has.</param>
    /// <param name="full">The value of a whole bar; by default the largest.</param>
    /// <exception cref="ArgumentException">There are more or fewer labels than values, or a value is negative or not finite.</exception>
    public static string Bars(IReadOnlyList<string> labels, Tensor values, string format = "0.####", int width = 40, double? full = null)
    {
        var numbers = values.Cast(DType.Float64).ToArray<double>();
        if (labels.Count != numbers.Length || numbers.Any(number => !(number >= 0 && double.IsFinite(number))))
        {
            throw new ArgumentException($"Bars needs a finite value of 0 or more for each of the {labels.Count} labels; received {values}.", nameof(values));
        }

        var largest = Math.Max(full ?? numbers.DefaultIfEmpty(0).Max(), double.Epsilon);
        var margin = labels.Select(label => label.Length).DefaultIfEmpty(0).Max();
        return string.Join(Environment.NewLine, labels.Zip(numbers, (label, number) =>
            $"{label.PadLeft(margin)} {Bar(Math.Min(1, number / largest) * width).PadRight(width)} {number.ToString(format, CultureInfo.InvariantCulture)}"));
    }

    /// <summary>A bar of so many characters, to the eighth.</summary>
    private static string Bar(double length)
    {
        const string Parts = " ▏▎▍▌▋▊▉";
        var eighths = (int)Math.Round(length * 8);
        return new string('█', eighths / 8) + (eighths % 8 > 0 ? Parts[eighths % 8] : "");
    }

    /// <summary>Bytes without the margins that are blank in all images.</summary>
    private static Tensor Cropped(Tensor images)
    {
        var ink = Ops.Max(images, axis: 0) > 0;
        var rows = Extent(Ops.Any(ink, axis: 1));
        var columns = Extent(Ops.Any(ink, axis: 0));
        return Ops.Clip(images[.., rows, columns], 0, 255).Cast(DType.UInt8);
    }

    private static Range Extent(Tensor hasInk)
    {
        var flags = hasInk.AsSpan<bool>();
        var first = flags.IndexOf(true);
        return first < 0 ? .. : first..(flags.LastIndexOf(true) + 1);
    }

    private static void AppendImages(StringBuilder text, Tensor shades, int cell, bool color)
    {
        var (count, height, width) = (shades.Shape[0], shades.Shape[1], shades.Shape[2]);
        var pixels = shades.AsSpan<byte>();
        for (var y = 0; y < height; y += 2)
        {
            var line = new StringBuilder();
            for (var image = 0; image < count; image++)
            {
                for (var x = 0; x < width; x++)
                {
                    var upper = pixels[(((image * height) + y) * width) + x];
                    var lower = y + 1 < height ? pixels[(((image * height) + y + 1) * width) + x] : (byte)0;
                    line.Append(color ? $"\x1b[38;5;{Gray(upper)};48;5;{Gray(lower)}m▀" : HalfBlock(upper, lower));
                }

                line.Append(color ? "\x1b[0m" : "").Append(' ', cell - width);
            }

            text.AppendLine(line.ToString().TrimEnd());
        }
    }

    /// <summary>One of the 24 grays of the 256-colour palette, which lie between its black (16) and white (231).</summary>
    private static int Gray(byte shade) => shade < 5 ? 16 : shade > 246 ? 231 : 232 + ((shade - 5) / 10);

    private static string HalfBlock(byte upper, byte lower) => (upper > 127, lower > 127) switch
    {
        (true, true) => "█",
        (true, false) => "▀",
        (false, true) => "▄",
        _ => " ",
    };
}
