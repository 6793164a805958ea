using ScottPlot;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>A tight layout: each plot gets as much room around it as its titles and labels need, the same along a row or column, and images keep square pixels.</summary>
internal static class FigureLayout
{
    private const float Border = 8;
    private const float Gap = 6;

    public static void Draw(SKCanvas canvas, IReadOnlyList<Panel> panels, SKRect area)
    {
        area.Inflate(-Border, -Border);
        foreach (var grid in panels.GroupBy(panel => (panel.Rows, panel.Columns)))
        {
            var cells = grid.Select(panel => (Panel: panel, Cell: Cell(panel, area))).ToList();
            var needs = cells.ConvertAll(cell => Measure(cell.Panel.Axes.Plot2D, cell.Cell));
            for (var i = 0; i < cells.Count; i++)
            {
                var panel = cells[i].Panel;
                float Most(Func<Panel, bool> along, Func<PixelPadding, float> side) => needs.Where((_, j) => along(cells[j].Panel)).Max(side);

                var data = new PixelRect(
                    cells[i].Cell.Left + Most(other => other.Column == panel.Column, need => need.Left),
                    cells[i].Cell.Right - Most(other => other.Column == panel.Column, need => need.Right),
                    cells[i].Cell.Bottom - Most(other => other.Row == panel.Row, need => need.Bottom),
                    cells[i].Cell.Top + Most(other => other.Row == panel.Row, need => need.Top));
                panel.Axes.Plot2D.Layout.Fixed(Squared(data, panel.Axes.Aspect));
                panel.Axes.Plot2D.Render(canvas, cells[i].Cell);
                panel.Axes.Plot2D.Layout.Default();
            }
        }
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
