using ScottPlot;

namespace Glassbox.Plotting;

/// <summary>Color theme of a figure: <see cref="Light"/> or <see cref="Dark"/>.</summary>
public sealed class Theme
{
    /// <summary>Dark lines on white.</summary>
    public static readonly Theme Light = new("#ffffff", "#ffffff", "#1c2026", "#6b7280", "#e3e6ea", "#f3f5f8", "#1e293b", "#ffffff",
        ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"]);

    /// <summary>Bright lines on nearly black.</summary>
    public static readonly Theme Dark = new("#0f1318", "#0f1318", "#e6e9ee", "#97a1ae", "#2a313a", "#1b222b", "#c9d4e3", "#10151b",
        ["#5aa9e6", "#ffa24c", "#62c370", "#ff6b6b", "#b794f4", "#c49a8b", "#f49ac1", "#a0a7b1", "#d5d74f", "#4fd1e0"]);

    private Theme(string background, string plotArea, string text, string faint, string grid, string panel, string heading,
        string onHeading, string[] series)
    {
        (Background, PlotArea, Text, Faint, Grid) =
            (Color.FromHex(background), Color.FromHex(plotArea), Color.FromHex(text), Color.FromHex(faint), Color.FromHex(grid));
        (Panel, Heading, OnHeading) = (Color.FromHex(panel), Color.FromHex(heading), Color.FromHex(onHeading));
        Series = [.. series.Select(color => Color.FromHex(color))];
    }

    internal Color Background { get; }

    internal Color PlotArea { get; }

    internal Color Text { get; }

    /// <summary>Color of frames, ticks and diagram edges.</summary>
    internal Color Faint { get; }

    internal Color Grid { get; }

    /// <summary>Background of boxes and clusters.</summary>
    internal Color Panel { get; }

    /// <summary>Background of a box's heading, and its text color.</summary>
    internal Color Heading { get; }

    internal Color OnHeading { get; }

    /// <summary>Colors of lines and bars, in order.</summary>
    internal IReadOnlyList<Color> Series { get; }
}
