using System.Globalization;
using System.Text;

namespace Glassbox;

/// <summary>
/// Pictures made of characters, for a look at data and decisions where there is only a console. Each function gives text to print: with
/// colours where the console shows them, plain where the output goes to a file, and in ASCII where the console knows no other characters.
/// </summary>
public static class Terminal
{
    private const int Gap = 2;
    private const int DefaultWidth = 79;

    /// <summary>Whether the console shows colours: it is a screen, and the user has not switched them off with NO_COLOR.</summary>
    public static bool HasColor => Progbar.IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>How many characters a line has: as many as the window, 79 where there is none.</summary>
    public static int Width
    {
        get
        {
            if (!Progbar.IsTerminal)
            {
                return DefaultWidth;
            }

            try
            {
                return Console.WindowWidth > 1 ? Console.WindowWidth - 1 : DefaultWidth;
            }
            catch (IOException)
            {
                return DefaultWidth;    // no window
            }
        }
    }

    /// <summary>One image, two pixels on top of each other in each character.</summary>
    /// <param name="image">[height, width], or [height, width, 3] for colours: 0 is black; white is 255 for integers and 1 for
    /// floats.</param>
    /// <param name="color">Whether to use colours (escape codes) instead of black and white; by default as <see cref="HasColor"/>.</param>
    /// <exception cref="ArgumentException">It is no image, or a value is out of range.</exception>
    public static string Image(Tensor image, bool? color = null)
    {
        if (image.Rank is not (2 or 3))
        {
            throw new ArgumentException($"An image has shape (height, width), or (height, width, 3); received {image.Shape}. One image "
                + "of a batch: images[0].", nameof(image));
        }

        return HalfBlocks.Draw(Ops.ExpandDims(image, 0), titles: null, int.MaxValue, Gap, color ?? HasColor, crop: false);
    }

    /// <summary>
    /// Images side by side, two pixels on top of each other in each character. The margins that are blank in all of them are left out.
    /// </summary>
    /// <param name="images">[count, height, width], or [count, height, width, 3] for colours: 0 is black; white is 255 for integers and 1
    /// for floats.</param>
    /// <param name="titles">A line above each image.</param>
    /// <param name="width">How many characters a line may have; images that do not fit beside the others go below. As <see cref="Width"/>
    /// by default.</param>
    /// <param name="color">Whether to use colours (escape codes) instead of black and white; by default as <see cref="HasColor"/>.</param>
    /// <exception cref="ArgumentException">The images are no stack of images, a value is out of range, or there are more or fewer titles
    /// than images.</exception>
    public static string Images(Tensor images, IReadOnlyList<string>? titles = null, int? width = null, bool? color = null)
    {
        if (images.Rank is not (3 or 4) || images.Size == 0 || (images.Rank == 4 && images.Shape[3] is not (1 or 3)))
        {
            throw new ArgumentException("Images needs images of shape (count, height, width), or (count, height, width, 3); received "
                + $"{images.Shape}. One image alone: x[..1].", nameof(images));
        }

        if (titles is not null && titles.Count != images.Shape[0])
        {
            throw new ArgumentException($"There are {images.Shape[0]} images and {titles.Count} titles; they must be as many.",
                nameof(titles));
        }

        return HalfBlocks.Draw(images, titles, width ?? Width, Gap, color ?? HasColor, crop: true);
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
            throw new ArgumentException($"Bars needs a finite value of 0 or more for each of the {labels.Count} labels; received {values}.",
                nameof(values));
        }

        var largest = Math.Max(full ?? numbers.DefaultIfEmpty(0).Max(), double.Epsilon);
        var margin = labels.Select(label => label.Length).DefaultIfEmpty(0).Max();
        return string.Join(Environment.NewLine, labels.Zip(numbers, (label, number) =>
            $"{label.PadLeft(margin)} {Glyphs.Bar(Math.Min(1, number / largest) * width).PadRight(width)} "
                + $"{number.ToString(format, CultureInfo.InvariantCulture)}"));
    }

    /// <summary>
    /// A curve in one line, such as the loss of a training: <c>Terminal.Sparkline(history["loss"])</c>. Where a value is not finite there
    /// is a gap.
    /// </summary>
    /// <param name="values">One for each character; longer rows are put together by their means.</param>
    /// <param name="width">The most characters; a row of 60 by default, if the line has as many.</param>
    /// <param name="format">How the first and last value are written around the curve, as a .NET format; empty for none.</param>
    /// <exception cref="ArgumentException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The width is 0 or less.</exception>
    public static string Sparkline(IReadOnlyList<double> values, int? width = null, string format = "0.####")
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("Sparkline needs one or more values; received none.", nameof(values));
        }

        var most = width ?? Math.Min(60, Width - 18);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(width));
        var means = Means(values, most);
        double[] finite = [.. means.Where(double.IsFinite)];
        var (low, high) = finite.Length == 0 ? (0, 0) : (finite.Min(), finite.Max());
        var line = new StringBuilder(means.Length);
        foreach (var value in means)
        {
            line.Append(double.IsFinite(value) ? Glyphs.Level(high > low ? (value - low) / (high - low) : 0.5) : ' ');
        }

        string Number(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return format.Length == 0 ? line.ToString() : $"{Number(values[0])} {line} {Number(values[^1])}";
    }

    private static double[] Means(IReadOnlyList<double> values, int most)
    {
        if (values.Count <= most)
        {
            return [.. values];
        }

        var means = new double[most];
        for (var i = 0; i < most; i++)
        {
            var (first, end) = ((int)((long)i * values.Count / most), (int)((i + 1L) * values.Count / most));
            means[i] = Enumerable.Range(first, end - first).Average(j => values[j]);
        }

        return means;
    }
}
