using Glassbox.Backends;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Glassbox.Plotting;

/// <summary>The style of axes: colors, fonts, ticks, margins.</summary>
internal static class AxesStyle
{
    private const float TickSize = 11;

    private static readonly Dictionary<string, Alignment> Corners = new()
    {
        ["upper right"] = Alignment.UpperRight,
        ["upper left"] = Alignment.UpperLeft,
        ["lower right"] = Alignment.LowerRight,
        ["lower left"] = Alignment.LowerLeft,
    };

    public static Plot NewPlot(Theme theme)
    {
        Inter.Register();
        var plot = new Plot();
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = theme.PlotArea;
        plot.Axes.Color(theme.Text);
        plot.Axes.FrameColor(theme.Faint);
        plot.Font.Set(Inter.Name);
        (plot.Axes.Title.Label.Bold, plot.Axes.Title.FullFigureCenter, plot.Axes.Title.VerticalPadding) = (false, false, 5);
        plot.Axes.Title.MinimumSize = 0;
        foreach (var axis in plot.Axes.GetAxes())
        {
            (axis.TickLabelStyle.FontName, axis.TickLabelStyle.FontSize) = (Inter.Name, TickSize);
            (axis.Label.FontName, axis.Label.Bold) = (Inter.Name, false);
            (axis.MinorTickStyle.Length, axis.MajorTickStyle.Color) = (0, theme.Faint);
            if (axis is ScottPlot.AxisPanels.AxisBase side)
            {
                (side.MinimumSize, side.PaddingBetweenTickAndAxisLabels) = (8, new PixelPadding(6));
            }
        }

        (plot.Axes.Bottom.TickGenerator, plot.Axes.Left.TickGenerator) = (Numbers(), Numbers());
        (plot.Grid.IsVisible, plot.Grid.MajorLineColor) = (false, theme.Grid);
        (plot.Legend.BackgroundColor, plot.Legend.FontColor, plot.Legend.OutlineColor) =
            (theme.PlotArea.WithAlpha(220), theme.Text, theme.Grid);
        (plot.Legend.FontName, plot.Legend.FontSize, plot.Legend.ShadowColor) = (Inter.Name, 12, Colors.Transparent);
        return plot;
    }

    /// <summary>Ticks at round numbers, culture-invariant.</summary>
    public static ITickGenerator Numbers() => new NumberTicks();

    public static void SetTicks(IAxis axis, double[] positions, IReadOnlyList<string>? labels)
    {
        if (labels is not null && labels.Count != positions.Length)
        {
            throw new ArgumentException($"Ticks need a label for each position; received {labels.Count} labels and {positions.Length} "
                + "positions.", nameof(labels));
        }

        axis.TickGenerator = new NumericManual(positions, labels is null ? NumberTicks.Labels(positions) : [.. labels]);
    }

    /// <summary>Labels the bars, below or, if horizontal, beside them with the first bar on top.</summary>
    public static void LabelBars(Plot plot, IReadOnlyList<string> labels, bool horizontal, bool numbers, bool stand)
    {
        SetMargins(plot, horizontal, numbers, stand);
        IAxis axis = horizontal ? plot.Axes.Left : plot.Axes.Bottom;
        SetTicks(axis, [.. Enumerable.Range(0, labels.Count).Select(i => (double)i)], labels);
        axis.MajorTickStyle.Length = 0;
        if (horizontal)
        {
            plot.Axes.SetLimitsY(labels.Count - 0.4, -0.6);
        }
        else
        {
            plot.Axes.SetLimitsX(-0.6, labels.Count - 0.4);
        }
    }

    public static Alignment Corner(string location) => Corners.TryGetValue(location.ToLowerInvariant(), out var corner)
        ? corner
        : throw new ArgumentException(Identifiers.Unknown("legend location", location, Corners.Keys), nameof(location));

    public static Color Parse(string color)
    {
        var digits = color.TrimStart('#');
        return digits.Length is 6 or 8 && digits.All(char.IsAsciiHexDigit)
            ? Color.FromHex(color)
            : throw new ArgumentException($"A colour is written as #rrggbb or #rrggbbaa, such as #1f77b4; received '{color}'.",
            nameof(color));
    }

    /// <summary>Leaves room for the numbers at the ends of bars; without negative values the bars start at the axis.</summary>
    private static void SetMargins(Plot plot, bool horizontal, bool numbers, bool stand)
    {
        var (foot, head) = (stand ? 0 : numbers ? 0.15 : 0.05, numbers ? horizontal ? 0.18 : 0.12 : 0.05);
        if (horizontal)
        {
            plot.Axes.Margins(foot, head, 0, 0);
        }
        else
        {
            plot.Axes.Margins(0, 0, foot, head);
        }
    }
}
