using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>
/// One of the plots of a <see cref="Figure"/>. Each method draws something and returns the axes, so that calls can be chained.
/// </summary>
/// <remarks>Names and defaults as in <see href="https://matplotlib.org/stable/api/axes_api.html">matplotlib</see>.</remarks>
public sealed class Axes
{
    private readonly Theme theme;
    private int series;

    internal Axes(Theme theme)
    {
        this.theme = theme;
        Plot2D = AxesStyle.NewPlot(theme);
    }

    /// <summary>The underlying ScottPlot plot.</summary>
    internal Plot Plot2D { get; }

    /// <summary>Aspect ratio (width / height) of an image with square pixels.</summary>
    internal double? Aspect { get; private set; }

    /// <summary>Draws an image with its first row on top.</summary>
    /// <param name="image">[height, width] or [height, width, 1]: values mapped to colors; [height, width, 3 or 4]: RGB(A), 0 to 255 for
    /// integers and 0 to 1 for floats.</param>
    /// <param name="colormap">Colormap of the values; viridis by default.</param>
    /// <param name="vmin">Value of the first color; the minimum by default.</param>
    /// <param name="vmax">Value of the last color; the maximum by default.</param>
    /// <exception cref="ArgumentException">The shape is not that of an image, a value is not finite or out of range, or vmin exceeds
    /// vmax.</exception>
    public Axes ImShow(Tensor image, Colormap? colormap = null, double? vmin = null, double? vmax = null)
    {
        var pixels = Pixels.From(image, colormap, vmin, vmax);
        Plot2D.Add.Plottable(new ImageLayer(pixels));
        Plot2D.Axes.SetLimits(-0.5, pixels.Width - 0.5, pixels.Height - 0.5, -0.5);
        Aspect = (double)pixels.Width / pixels.Height;
        return this;
    }

    /// <summary>Draws a histogram.</summary>
    /// <param name="x">Any shape; all elements are counted.</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="range">Range of the bins; from the smallest to the largest value by default.</param>
    /// <param name="color">A color such as <c>#1f77b4</c>; by default the next of the theme.</param>
    /// <param name="label">Label in the legend.</param>
    /// <exception cref="ArgumentException">There are no values, or the range is empty or not finite.</exception>
    public Axes Hist(Tensor x, int bins = 10, (double Low, double High)? range = null, string? color = null, string? label = null)
    {
        if (x.Size == 0)
        {
            throw new ArgumentException($"Hist needs values to count; received shape {x.Shape}.", nameof(x));
        }

        var (counts, edges) = Ops.Histogram(x, bins, range);
        var (heights, ends) = (counts.ToArray<long>(), edges.ToArray<double>());
        var fill = Next(color);
        List<Bar> bars = [.. heights.Select((height, i) => new Bar
        {
            Position = (ends[i] + ends[i + 1]) / 2, Value = height, Size = ends[i + 1] - ends[i], FillColor = fill,
                LineColor = theme.PlotArea, LineWidth = bins > 64 ? 0 : 1,
        })];
        AddBars(bars, fill, label);
        return this;
    }

    /// <summary>Draws a line through points at x = 0, 1, 2, ….</summary>
    /// <param name="y">[n].</param>
    /// <param name="label">Label in the legend.</param>
    /// <param name="color">A color such as <c>#1f77b4</c>; by default the next of the theme.</param>
    /// <param name="marker">Whether to mark each point with a dot.</param>
    /// <exception cref="ArgumentException">The tensor is not of rank 1.</exception>
    public Axes Plot(Tensor y, string? label = null, string? color = null, bool marker = false) =>
        Plot(Tensor.Arange(y.Size), y, label, color, marker);

    /// <summary>Draws a line through points. Non-finite y values leave gaps.</summary>
    /// <param name="x">[n].</param>
    /// <param name="y">[n].</param>
    /// <param name="label">Label in the legend.</param>
    /// <param name="color">A color such as <c>#1f77b4</c>; by default the next of the theme.</param>
    /// <param name="marker">Whether to mark each point with a dot.</param>
    /// <exception cref="ArgumentException">x and y are not of rank 1 and equal length.</exception>
    public Axes Plot(Tensor x, Tensor y, string? label = null, string? color = null, bool marker = false)
    {
        var (xs, ys) = Points(x, y);
        var line = Plot2D.Add.Scatter(xs, ys, Next(color));
        line.LineWidth = 2;
        line.MarkerSize = marker || xs.Length == 1 ? 7 : 0;
        line.LegendText = label ?? "";
        return this;
    }

    /// <summary>Draws a scatter plot.</summary>
    /// <param name="x">[n].</param>
    /// <param name="y">[n].</param>
    /// <param name="label">Label in the legend.</param>
    /// <param name="color">A color such as <c>#1f77b4</c>; by default the next of the theme.</param>
    /// <param name="size">Diameter of a dot in pixels.</param>
    /// <exception cref="ArgumentException">x and y are not of rank 1 and equal length.</exception>
    public Axes Scatter(Tensor x, Tensor y, string? label = null, string? color = null, double size = 7)
    {
        var (xs, ys) = Points(x, y);
        var points = Plot2D.Add.ScatterPoints(xs, ys, Next(color));
        points.MarkerSize = (float)size;
        points.LegendText = label ?? "";
        return this;
    }

    /// <summary>Draws a bar chart.</summary>
    /// <param name="labels">Label of each bar; null for 0, 1, 2, ….</param>
    /// <param name="values">[n], one value per bar.</param>
    /// <param name="color">A color such as <c>#1f77b4</c>; by default the next of the theme.</param>
    /// <param name="highlight">Index of a bar to highlight in another color.</param>
    /// <param name="horizontal">Whether the bars are horizontal, the first on top.</param>
    /// <param name="format">.NET format of values written at the bars; not written by default.</param>
    /// <param name="label">Label in the legend.</param>
    /// <exception cref="ArgumentException">There are no values, one is not finite, or the counts of labels and values differ.</exception>
    public Axes Bar(
        IReadOnlyList<string>? labels, Tensor values, string? color = null, int? highlight = null, bool horizontal = false,
        string? format = null, string? label = null)
    {
        var heights = Row(values, nameof(values));
        if (labels is not null && labels.Count != heights.Length)
        {
            throw new ArgumentException($"Bar needs a label for each value; received {labels.Count} labels and {heights.Length} values.",
                nameof(labels));
        }

        if (!heights.All(double.IsFinite))
        {
            throw new ArgumentException("Bar needs finite values; one is NaN or infinite.", nameof(values));
        }

        var (fill, mark) = (Next(color), theme.Series[1]);
        List<Bar> bars = [.. heights.Select((height, i) => new Bar
        {
            Position = i, Value = height, Size = 0.8, FillColor = i == highlight ? mark : fill, LineWidth = 0,
            Orientation = horizontal ? Orientation.Horizontal : Orientation.Vertical,
            ValueLabel = format is null ? "" : height.ToString(format, CultureInfo.InvariantCulture),
        })];
        AddBars(bars, fill, label);
        AxesStyle.LabelBars(Plot2D, labels ?? [.. heights.Select((_, i) => $"{i}")], horizontal, format is not null, heights.Min() >= 0);
        return this;
    }

    /// <summary>Draws text at a point.</summary>
    /// <param name="x">x coordinate.</param>
    /// <param name="y">y coordinate.</param>
    /// <param name="text">The text.</param>
    /// <param name="color">A color such as <c>#1f77b4</c>; the theme's text color by default.</param>
    /// <param name="size">Font size in pixels.</param>
    public Axes Text(double x, double y, string text, string? color = null, double size = 12)
    {
        var label = Plot2D.Add.Text(text, x, y);
        (label.LabelFontName, label.LabelFontSize, label.LabelAlignment) = (Inter.Name, (float)size, Alignment.MiddleCenter);
        label.LabelFontColor = color is null ? theme.Text : AxesStyle.Parse(color);
        return this;
    }

    /// <summary>Sets the title.</summary>
    /// <param name="text">The title.</param>
    /// <param name="color">A color such as <c>#d62728</c>; the theme's text color by default.</param>
    /// <param name="size">Font size in pixels.</param>
    public Axes Title(string text, string? color = null, double size = 16)
    {
        Plot2D.Title(text, (float)size);
        Plot2D.Axes.Title.Label.ForeColor = color is null ? theme.Text : AxesStyle.Parse(color);
        return this;
    }

    /// <summary>Sets the label of the horizontal axis.</summary>
    public Axes XLabel(string text)
    {
        Plot2D.XLabel(text, 13);
        return this;
    }

    /// <summary>Sets the label of the vertical axis.</summary>
    public Axes YLabel(string text)
    {
        Plot2D.YLabel(text, 13);
        return this;
    }

    /// <summary>Sets the limits of the horizontal axis.</summary>
    /// <exception cref="ArgumentException">The limits are equal or not finite.</exception>
    public Axes XLim(double left, double right)
    {
        CheckEnds(left, right);
        Plot2D.Axes.SetLimitsX(left, right);
        return this;
    }

    /// <summary>Sets the limits of the vertical axis.</summary>
    /// <exception cref="ArgumentException">The limits are equal or not finite.</exception>
    public Axes YLim(double bottom, double top)
    {
        CheckEnds(bottom, top);
        Plot2D.Axes.SetLimitsY(bottom, top);
        return this;
    }

    /// <summary>Sets the ticks of the horizontal axis and their labels; the values by default. An empty array removes the ticks.</summary>
    /// <exception cref="ArgumentException">The counts of labels and positions differ.</exception>
    public Axes XTicks(double[] positions, IReadOnlyList<string>? labels = null)
    {
        AxesStyle.SetTicks(Plot2D.Axes.Bottom, positions, labels);
        return this;
    }

    /// <summary>Sets the ticks of the vertical axis and their labels; the values by default. An empty array removes the ticks.</summary>
    /// <exception cref="ArgumentException">The counts of labels and positions differ.</exception>
    public Axes YTicks(double[] positions, IReadOnlyList<string>? labels = null)
    {
        AxesStyle.SetTicks(Plot2D.Axes.Left, positions, labels);
        return this;
    }

    /// <summary>Shows or hides the ticks of both axes.</summary>
    public Axes Ticks(bool visible)
    {
        if (!visible)
        {
            XTicks([]).YTicks([]);
        }
        else
        {
            (Plot2D.Axes.Bottom.TickGenerator, Plot2D.Axes.Left.TickGenerator) = (AxesStyle.Numbers(), AxesStyle.Numbers());
        }

        return this;
    }

    /// <summary>Shows or hides grid lines.</summary>
    public Axes Grid(bool visible = true)
    {
        Plot2D.Grid.IsVisible = visible;
        return this;
    }

    /// <summary>Shows a legend of everything drawn with a label.</summary>
    /// <param name="location">A corner: upper right (by default), upper left, lower right or lower left.</param>
    /// <exception cref="ArgumentException">The location is unknown, or nothing has a label.</exception>
    public Axes Legend(string location = "upper right")
    {
        if (!Plot2D.GetPlottables().Any(plottable => plottable.LegendItems.Any(item => !string.IsNullOrEmpty(item.LabelText))))
        {
            throw new ArgumentException("There is nothing to say in a legend: give a label to what you draw, for example Plot(y, label: "
                + "\"loss\").", nameof(location));
        }

        Plot2D.ShowLegend(AxesStyle.Corner(location));
        return this;
    }

    private void AddBars(List<Bar> bars, Color fill, string? label)
    {
        var plot = Plot2D.Add.Bars(bars);
        (plot.ValueLabelStyle.FontName, plot.ValueLabelStyle.FontSize, plot.ValueLabelStyle.ForeColor) = (Inter.Name, 11, theme.Text);
        if (label is not null)
        {
            plot.LegendText = label;
            plot.LegendItems.ToList().ForEach(item => item.FillColor = fill);
        }

        Plot2D.Axes.Margins(0.02, 0.02, 0, 0.08);
    }

    private Color Next(string? color) => color is null ? theme.Series[series++ % theme.Series.Count] : AxesStyle.Parse(color);

    private static (double[] X, double[] Y) Points(Tensor x, Tensor y)
    {
        var (xs, ys) = (Row(x, nameof(x)), Row(y, nameof(y)));
        return xs.Length == ys.Length
            ? (xs, ys)
            : throw new ArgumentException($"x and y must be rows of one length; received shapes {x.Shape} and {y.Shape}.", nameof(y));
    }

    private static double[] Row(Tensor values, string argument) => values.Rank == 1 && values.Size > 0
        ? values.Cast(DType.Float64).ToArray<double>()
        : throw new ArgumentException($"A non-empty tensor of shape (n,) is needed; received {values.Shape}. Reshape it "
        + "first: x.Reshape(-1).", argument);

    private static void CheckEnds(double low, double high)
    {
        if (!double.IsFinite(low) || !double.IsFinite(high) || low == high)
        {
            throw new ArgumentException($"An axis goes from one finite number to another; received {low} and {high}.", nameof(low));
        }
    }
}
