using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>Measures and draws the boxes, frames and arrows of a diagram. Lengths are in points.</summary>
internal sealed class DiagramPainter(Theme theme)
{
    private const float HeadingSize = 16;
    private const float CellSize = 14;
    private const float Padding = 10;
    private const float HeadingHeight = 36;
    private const float RowHeight = 34;
    private const float Space = 5;

    private static readonly SKFont HeadingBold = new(Inter.Bold, HeadingSize);
    private static readonly SKFont HeadingPlain = new(Inter.Regular, HeadingSize);
    private static readonly SKFont CellBold = new(Inter.Bold, CellSize);
    private static readonly SKFont CellPlain = new(Inter.Regular, CellSize);

    public static SKSize Measure(DiagramNode node)
    {
        var cells = Cells(node).Sum(part => CellWidth(part.Label, part.Value));
        var activation = node.Activation is null ? 0 : CellWidth("Activation: ", node.Activation);
        var width = Math.Max(Math.Max(HeadingWidth(node), cells), activation);
        return new SKSize(MathF.Ceiling(width), HeadingHeight + (node.Activation is null ? 0 : RowHeight) + (cells > 0 ? RowHeight : 0));
    }

    public static float MeasureTitle(string title) => CellBold.MeasureText(title);

    public void Box(SKCanvas canvas, SKRect box, DiagramNode node)
    {
        var top = new SKRect(box.Left, box.Top, box.Right, box.Top + HeadingHeight);
        Fill(canvas, top, theme.Heading.ToSKColor());
        var (bold, plain) = Heading(node);
        var start = top.MidX - ((HeadingWidth(node) - (2 * Padding)) / 2);
        Write(canvas, bold, start, top.MidY, HeadingBold, theme.OnHeading.ToSKColor());
        Write(canvas, plain, start + HeadingBold.MeasureText(bold) + Space, top.MidY, HeadingPlain, theme.OnHeading.ToSKColor());

        var row = new SKRect(box.Left, top.Bottom, box.Right, top.Bottom + RowHeight);
        if (node.Activation is not null)
        {
            Cell(canvas, row, "Activation: ", node.Activation, null);
            row.Offset(0, RowHeight);
        }

        // The remaining width is distributed evenly.
        var cells = Cells(node).ToList();
        var extra = cells.Count == 0 ? 0 : (box.Width - cells.Sum(part => CellWidth(part.Label, part.Value))) / cells.Count;
        var left = box.Left;
        foreach (var (label, value, color) in cells)
        {
            var width = CellWidth(label, value) + extra;
            Cell(canvas, new SKRect(left, row.Top, left + width, row.Bottom), label, value, color);
            left += width;
        }

        Stroke(canvas, box, theme.Heading.ToSKColor());
    }

    /// <summary>Draws a frame around a nested model.</summary>
    public void Frame(SKCanvas canvas, SKRect box, string title)
    {
        using var fill = new SKPaint { Color = theme.Panel.ToSKColor(), IsAntialias = true };
        using var line = new SKPaint { Color = theme.Faint.ToSKColor(), IsAntialias = true, IsStroke = true, StrokeWidth = 1 };
        canvas.DrawRoundRect(box, 8, 8, fill);
        canvas.DrawRoundRect(box, 8, 8, line);
        Write(canvas, title, box.Left + 10, box.Top + 13, CellBold, theme.Text.ToSKColor());
    }

    /// <summary>Draws a smooth curve through points that starts and ends in the direction of the diagram.</summary>
    public void Arrow(SKCanvas canvas, IReadOnlyList<SKPoint> points, bool vertical, bool head)
    {
        const float Head = 8;
        var color = theme.Faint.ToSKColor();
        points = [.. points.Where((point, i) => i == 0 || point != points[i - 1])];
        var (end, before) = (points[^1], points[^2]);
        var sign = vertical ? Math.Sign(end.Y - before.Y) : Math.Sign(end.X - before.X);
        var neck = !head ? end : vertical ? new SKPoint(end.X, end.Y - (sign * Head)) : new SKPoint(end.X - (sign * Head), end.Y);
        using var path = new SKPath();
        path.MoveTo(points[0]);
        for (var i = 1; i < points.Count; i++)
        {
            var (a, b) = (points[i - 1], i == points.Count - 1 ? neck : points[i]);
            if (vertical)
            {
                path.CubicTo(a.X, (a.Y + b.Y) / 2, b.X, (a.Y + b.Y) / 2, b.X, b.Y);
            }
            else
            {
                path.CubicTo((a.X + b.X) / 2, a.Y, (a.X + b.X) / 2, b.Y, b.X, b.Y);
            }
        }

        using var line = new SKPaint { Color = color, IsAntialias = true, IsStroke = true, StrokeWidth = 1.75f };
        canvas.DrawPath(path, line);
        if (head)
        {
            using var tip = new SKPath();
            var side = vertical ? new SKPoint(4, 0) : new SKPoint(0, 4);
            tip.AddPoly([end, neck + side, neck - side]);
            using var fill = new SKPaint { Color = color, IsAntialias = true };
            canvas.DrawPath(tip, fill);
        }
    }

    private static (string Bold, string Plain) Heading(DiagramNode node) =>
        node.Name.Length > 0 ? (node.Name, $"({node.Class})") : (node.Class, "");

    private static IEnumerable<(string Label, string Value, SKColor? Color)> Cells(DiagramNode node)
    {
        foreach (var (label, value) in node.Cells)
        {
            yield return (label + ": ", value, null);
        }

        if (node.Trainable is { } trainable)
        {
            yield return ("", trainable ? "Trainable" : "Non-trainable", trainable ? SKColors.ForestGreen : SKColors.Firebrick);
        }
    }

    private static float HeadingWidth(DiagramNode node) =>
        HeadingBold.MeasureText(Heading(node).Bold) + (node.Name.Length > 0 ? Space : 0) + HeadingPlain.MeasureText(Heading(node).Plain)
        + (2 * Padding);

    private static float CellWidth(string label, string value) =>
        CellPlain.MeasureText(label) + CellBold.MeasureText(value) + (2 * Padding);

    private void Cell(SKCanvas canvas, SKRect box, string label, string value, SKColor? color)
    {
        Fill(canvas, box, color ?? theme.PlotArea.ToSKColor());
        Stroke(canvas, box, theme.Heading.ToSKColor());
        var text = color is null ? theme.Text.ToSKColor() : SKColors.White;
        var start = box.MidX - ((CellWidth(label, value) - (2 * Padding)) / 2);
        Write(canvas, label, start, box.MidY, CellPlain, text);
        Write(canvas, value, start + CellPlain.MeasureText(label), box.MidY, CellBold, text);
    }

    private static void Fill(SKCanvas canvas, SKRect box, SKColor color)
    {
        using var paint = new SKPaint { Color = color };
        canvas.DrawRect(box, paint);
    }

    private static void Stroke(SKCanvas canvas, SKRect box, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsStroke = true, StrokeWidth = 1, IsAntialias = true };
        canvas.DrawRect(box, paint);
    }

    private static void Write(SKCanvas canvas, string text, float left, float middle, SKFont font, SKColor color)
    {
        if (text.Length > 0)
        {
            using var paint = new SKPaint { Color = color, IsAntialias = true };
            canvas.DrawText(text, left, middle + (font.Size * 0.36f), SKTextAlign.Left, font, paint);
        }
    }
}
