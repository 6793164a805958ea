using ScottPlot;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>
/// Tight layout: each row and column gets the room that its plots' titles and labels need, the rest is divided equally among the plots, and
/// images keep square pixels.
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
            Panel[] plots = [.. grid];
            PixelPadding[] needs = [.. plots.Select(panel => Measure(panel.Axes.Plot2D, Cell(panel, area)))];
            (int, float, float)[] across = [.. plots.Zip(needs, (panel, need) => (panel.Column, need.Left, need.Right))];
            (int, float, float)[] down = [.. plots.Zip(needs, (panel, need) => (panel.Row, need.Top, need.Bottom))];
            var columns = Tracks(area.Left, area.Width, grid.Key.Columns, across);
            var rows = Tracks(area.Top, area.Height, grid.Key.Rows, down);
            foreach (var panel in plots)
            {
                var (column, row, plot) = (columns[panel.Column], rows[panel.Row], panel.Axes.Plot2D);
                plot.Layout.Fixed(Squared(new PixelRect(column.Low, column.High, row.High, row.Low), panel.Axes.Aspect));
                plot.Render(canvas, new PixelRect(column.Start, column.End, row.End, row.Start));
                plot.Layout.Default();
            }
        }
    }

    /// <summary>The columns or rows of a grid: all plots have equal size, excluding labels.</summary>
    /// <param name="start">Start of the grid.</param>
    /// <param name="length">Length of the grid.</param>
    /// <param name="count">Number of columns.</param>
    /// <param name="labels">For each plot its column, and the room its labels need before and after it.</param>
    /// <returns>Start and end of each column's plots, excluding and including labels.</returns>
    private static (float Low, float High, float Start, float End)[] Tracks(
        float start, float length, int count, (int Track, float Before, float After)[] labels)
    {
        var (before, after) = (new float[count], new float[count]);
        foreach (var label in labels)
        {
            before[label.Track] = Math.Max(before[label.Track], label.Before);
            after[label.Track] = Math.Max(after[label.Track], label.After);
        }

        var size = Math.Max(1, (length - (Gap * (count - 1)) - before.Sum() - after.Sum()) / count);
        var tracks = new (float, float, float, float)[count];
        for (var track = 0; track < count; track++)
        {
            var (low, high) = (start + before[track], start + before[track] + size);
            tracks[track] = (low, high, start, high + after[track]);
            start = high + after[track] + Gap;
        }

        return tracks;
    }

    private static PixelRect Cell(Panel panel, SKRect area)
    {
        var (width, height) = ((area.Width + Gap) / panel.Columns, (area.Height + Gap) / panel.Rows);
        var (left, top) = (area.Left + (panel.Column * width), area.Top + (panel.Row * height));
        return new PixelRect(left, left + width - Gap, top + height - Gap, top);
    }

    /// <summary>Room needed by titles and labels on each side, measured by drawing on a null canvas.</summary>
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
