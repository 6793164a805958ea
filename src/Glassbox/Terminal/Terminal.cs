using System.Globalization;
using System.Text;

namespace Glassbox;

/// <summary>
/// Text graphics of data and results for consoles. Each function returns text to print: in color if the console supports it, plain if the
/// output is redirected, and in ASCII if the console's encoding is limited to it.
/// </summary>
public static class Terminal
{
    private const int Gap = 2;
    private const int DefaultWidth = 79;

    /// <summary>Whether the console shows colors: it is a terminal, and NO_COLOR is not set.</summary>
    public static bool HasColor => Progbar.IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Line width in characters: that of the window, or 79 without one.</summary>
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

    /// <summary>Renders an image, two stacked pixels per character.</summary>
    /// <param name="image">[height, width], or [height, width, 3] for color: 0 is black; white is 255 for integers and 1 for
    /// floats.</param>
    /// <param name="color">Whether to use colors (escape codes) instead of black and white; <see cref="HasColor"/> by default.</param>
    /// <exception cref="ArgumentException">The shape is not that of an image, or a value is out of range.</exception>
    public static string Image(Tensor image, bool? color = null)
    {
        if (image.Rank is not (2 or 3))
        {
            throw new ArgumentException($"An image has shape (height, width), or (height, width, 3); received {image.Shape}. One image "
                + "of a batch: images[0].", nameof(image));
        }

        return HalfBlocks.Draw(Ops.ExpandDims(image, 0), titles: null, int.MaxValue, Gap, color ?? HasColor, crop: false);
    }

    /// <summary>Renders images side by side, two stacked pixels per character. Margins that are blank in all of them are cropped.</summary>
    /// <param name="images">[count, height, width], or [count, height, width, 3] for color: 0 is black; white is 255 for integers and 1 for
    /// floats.</param>
    /// <param name="titles">Title above each image.</param>
    /// <param name="width">Maximum line width in characters; images that do not fit wrap to the next row. <see cref="Width"/> by
    /// default.</param>
    /// <param name="color">Whether to use colors (escape codes) instead of black and white; <see cref="HasColor"/> by default.</param>
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

    /// <summary>Horizontal bar chart, one bar per line, with labels before and values after the bars.</summary>
    /// <param name="labels">Label of each bar.</param>
    /// <param name="values">Nonnegative values; the longest bar is the maximum, or <paramref name="full"/>.</param>
    /// <param name="format">.NET format of the values: <c>P1</c> for percentages.</param>
    /// <param name="width">Length of the longest bar in characters.</param>
    /// <param name="full">Value of a full bar; by default the maximum.</param>
    /// <exception cref="ArgumentException">The counts of labels and values differ, or a value is negative or not finite.</exception>
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
    /// Single-line chart, such as of a training loss: <c>Terminal.Sparkline(history["loss"])</c>. Non-finite values leave gaps.
    /// </summary>
    /// <param name="values">One value per character; longer series are downsampled by averaging.</param>
    /// <param name="width">Maximum width in characters; 60 by default, or less on a narrower console.</param>
    /// <param name="format">.NET format of the first and last value, printed before and after the chart; empty for none.</param>
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
