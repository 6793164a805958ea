using ScottPlot;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>
/// A tight layout: each row and column gets as much room for titles and labels as its plots need, what is left is shared equally among the plots, and images keep square pixels.
/// </summary>
internal static class FigureLayout
{
    private const float Border = 8;
    private const float Gap = 6;

    public static void Draw(SKCanvas canvas, IReadOnlyList<Panel> panels, SKRect area)
    {
        area.Inflate(-Border, -Border);
        foreach (var grid in panels.GroupBy(panel => (panel.Rows, panel.Columns)))
        {
            List<(Panel Panel, PixelPadding Need)> needs = [.. grid.Select(panel => (panel, Measure(panel.Axes.Plot2D, Cell(panel, area))))];
            var columns = Tracks(area.Left, area.Width, grid.Key.Columns, needs, panel => panel.Column, need => need.Left, need => need.Right);
            var rows = Tracks(area.Top, area.Height, grid.Key.Rows, needs, panel => panel.Row, need => need.Top, need => need.Bottom);
            foreach (var (panel, _) in needs)
            {
                var (column, row, plot) = (columns[panel.Column], rows[panel.Row], panel.Axes.Plot2D);
                plot.Layout.Fixed(Squared(new PixelRect(column.Low, column.High, row.High, row.Low), panel.Axes.Aspect));
                plot.Render(canvas, new PixelRect(column.Low - column.Before, column.High + column.After, row.High + row.After, row.Low - row.Before));
                plot.Layout.Default();
            }
        }
    }

    /// <summary>Where the plots of each column, or row, begin and end: all have the same size between the labels before and behind them.</summary>
    private static (float Low, float High, float Before, float After)[] Tracks(
        float start, float length, int count, List<(Panel Panel, PixelPadding Need)> needs, Func<Panel, int> place, Func<PixelPadding, float> before, Func<PixelPadding, float> after)
    {
        float Most(int track, Func<PixelPadding, float> side) => needs.Where(need => place(need.Panel) == track).Select(need => side(need.Need)).DefaultIfEmpty(0).Max();
        (float Before, float After)[] labels = [.. Enumerable.Range(0, count).Select(track => (Most(track, before), Most(track, after)))];
        var size = Math.Max(1, (length - (Gap * (count - 1)) - labels.Sum(label => label.Before + label.After)) / count);
        var tracks = new (float, float, float, float)[count];
        for (var (track, at) = (0, start); track < count; track++)
        {
            var low = at + labels[track].Before;
            tracks[track] = (low, low + size, labels[track].Before, labels[track].After);
            at = low + size + labels[track].After + Gap;
        }

        return tracks;
    }

    private static PixelRect Cell(Panel panel, SKRect area)
    {
        var (width, height) = ((area.Width + Gap) / panel.Columns, (area.Height + Gap) / panel.Rows);
        var (left, top) = (area.Left + (panel.Column * width), area.Top + (panel.Row * height));
        return new PixelRect(left, left + width - Gap, top + height - Gap, top);
    }

    /// <summary>How much room titles and labels need at each side: found by drawing on a canvas that keeps nothing.</summary>
    private static PixelPadding Measure(Plot plot, PixelRect cell)
    {
        using var nowhere = new SKNWayCanvas((int)cell.Right + 1, (int)cell.Bottom + 1);
        plot.Render(nowhere, cell);
        var data = plot.RenderManager.LastRender.DataRect;
        return new PixelPadding(data.Left - cell.Left, cell.Right - data.Right, cell.Bottom - data.Bottom, data.Top - cell.Top);
    }

    private static PixelRect Squared(PixelRect room, double? aspect)
    {
        if (aspect is not { } wanted)
        {
            return room;
        }

        var (width, height) = (Math.Max(1, room.Width), Math.Max(1, room.Height));
        (width, height) = width > height * wanted ? ((float)(height * wanted), height) : (width, (float)(width / wanted));
        var (left, top) = ((room.Left + room.Right - width) / 2, (room.Top + room.Bottom - height) / 2);
        return new PixelRect(left, left + width, top + height, top);
    }
}
