using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>Renders a diagram as an image: measures, lays out and draws the boxes, frames first.</summary>
internal sealed class DiagramPicture
{
    private const float Margin = 10;
    private const float Gap = 34;
    private const float FramePadding = 16;
    private const float FrameTitle = 28;

    private readonly DiagramPainter painter;
    private readonly DiagramOptions options;
    private readonly LayeredLayout layout;
    private readonly Dictionary<LayoutNode, DiagramPicture> inner = [];
    private readonly LayoutNode? entry;
    private readonly LayoutNode? exit;

    private DiagramPicture(DiagramGraph graph, DiagramOptions options, DiagramPainter painter, bool framed)
    {
        (this.painter, this.options) = (painter, options);
        var nodes = graph.Nodes.ToDictionary(node => node, Measure);
        List<LayoutNode> all = [.. nodes.Values];
        List<(LayoutNode From, LayoutNode To)> edges = [.. graph.Edges.Select(edge => (nodes[edge.From], nodes[edge.To])).Distinct()];
        if (framed)
        {
            // Edges from and to the outside pass through one entry and one exit node.
            (entry, exit) = (new LayoutNode(null, 0, 2), new LayoutNode(null, 0, 2));
            edges.AddRange(graph.Entries.Distinct().Select(node => (entry, nodes[node])));
            edges.AddRange(graph.Exits.Distinct().Select(node => (nodes[node], exit)));
            all = [entry, .. all, exit];
        }

        layout = new LayeredLayout(all, edges, Gap);
    }

    private bool Vertical => options.RankDir is "TB" or "BT";

    private bool Backwards => options.RankDir is "BT" or "RL";

    private SKSize Size =>
        Vertical ? new SKSize((float)layout.Breadth, (float)layout.Length) : new SKSize((float)layout.Length, (float)layout.Breadth);

    public static Picture Of(DiagramGraph graph, DiagramOptions options, Theme theme)
    {
        var diagram = new DiagramPicture(graph, options, new DiagramPainter(theme), framed: false);
        return new Picture(diagram.Size.Width + (2 * Margin), diagram.Size.Height + (2 * Margin), theme.Background, canvas =>
            diagram.Draw(canvas, new SKPoint(Margin, Margin), null));
    }

    private LayoutNode Measure(DiagramNode node)
    {
        var size = DiagramPainter.Measure(node);
        DiagramPicture? within = null;
        if (node.Inner is not null)
        {
            within = new DiagramPicture(node.Inner, options, painter, framed: true);
            size = new SKSize(Math.Max(within.Size.Width, DiagramPainter.MeasureTitle(node.Name)) + (2 * FramePadding),
                within.Size.Height + FramePadding + FrameTitle);
        }

        var placed = Vertical ? new LayoutNode(node, size.Height, size.Width) : new LayoutNode(node, size.Width, size.Height);
        if (within is not null)
        {
            inner[placed] = within;
        }

        return placed;
    }

    private void Draw(SKCanvas canvas, SKPoint origin, SKRect? frame)
    {
        foreach (var node in layout.Ranks.SelectMany(rank => rank).Where(node => node.Box is not null))
        {
            var box = Box(node, origin);
            if (inner.TryGetValue(node, out var within))
            {
                painter.Frame(canvas, box, node.Box!.Name);
                within.Draw(canvas, within.OriginIn(box), box);
            }
            else
            {
                painter.Box(canvas, box, node.Box!);
            }
        }

        foreach (var (edge, path) in layout.Paths)
        {
            var points = Route(path).Select(point => Point(point.Along, point.Across, origin)).ToList();
            if (frame is { } around)
            {
                (points[0], points[^1]) = (edge.From == entry ? AtFrame(points[0], around, before: true) : points[0],
                    edge.To == exit ? AtFrame(points[^1], around, before: false) : points[^1]);
            }

            painter.Arrow(canvas, points, Vertical, head: edge.To != exit);
        }
    }

    /// <summary>Origin of a nested graph within its frame.</summary>
    private SKPoint OriginIn(SKRect frame) =>
        new(frame.MidX - (Size.Width / 2), frame.Top + FrameTitle + ((frame.Height - FrameTitle - FramePadding - Size.Height) / 2));

    /// <summary>The point on a frame's edge at which edges from or to the outside cross it.</summary>
    private SKPoint AtFrame(SKPoint point, SKRect frame, bool before) => (Vertical, before != Backwards) switch
    {
        (true, true) => new SKPoint(point.X, frame.Top),
        (true, false) => new SKPoint(point.X, frame.Bottom),
        (false, true) => new SKPoint(frame.Left, point.Y),
        (false, false) => new SKPoint(frame.Right, point.Y),
    };

    private SKRect Box(LayoutNode node, SKPoint origin)
    {
        var middle = Point(node.Along, node.Across, origin);
        var (width, height) = Vertical ? (node.Breadth, node.Length) : (node.Length, node.Breadth);
        return SKRect.Create(middle.X - (float)(width / 2), middle.Y - (float)(height / 2), (float)width, (float)height);
    }

    /// <summary>
    /// The polyline of an edge: out of a box, straight through each rank between, into a box. Where a box is shorter than its rank, the
    /// edge runs straight along it.
    /// </summary>
    private IEnumerable<(double Along, double Across)> Route(IReadOnlyList<LayoutNode> path)
    {
        var sign = path[0].Rank <= path[^1].Rank ? 1 : -1;
        double Side(LayoutNode node, int side) => node.Along + (side * sign * layout.Depth(node.Rank) / 2);

        var (start, end) = (Port(path[0], path[1], sign > 0), Port(path[^1], path[^2], sign < 0));
        yield return (path[0].Along + (sign * path[0].Length / 2), start);
        yield return (Side(path[0], 1), start);
        foreach (var place in path.Skip(1).SkipLast(1))
        {
            yield return (Side(place, -1), place.Across);
            yield return (Side(place, 1), place.Across);
        }

        yield return (Side(path[^1], -1), end);
        yield return (path[^1].Along - (sign * path[^1].Length / 2), end);
    }

    /// <summary>Position on a box's side at which an edge from or to a neighbor attaches.</summary>
    private double Port(LayoutNode node, LayoutNode neighbour, bool after)
    {
        if (node.Box is null)
        {
            return node.Across;
        }

        var middle = node.Across;
        if (inner.TryGetValue(node, out var within))
        {
            var port = (after ? within.exit : within.entry)!;
            // The title of a frame needs more room than its other sides.
            return middle + port.Across - (within.layout.Breadth / 2) + (Vertical ? 0 : (FrameTitle - FramePadding) / 2);
        }

        var neighbours = (after ? node.After : node.Before).OrderBy(other => other.Across).ToList();
        var step = Math.Min(22, node.Breadth * 0.7 / neighbours.Count);
        return middle + ((neighbours.IndexOf(neighbour) - ((neighbours.Count - 1) / 2.0)) * step);
    }

    private SKPoint Point(double along, double across, SKPoint origin)
    {
        along = Backwards ? layout.Length - along : along;
        return Vertical ? new SKPoint(origin.X + (float)across, origin.Y + (float)along)
            : new SKPoint(origin.X + (float)along, origin.Y + (float)across);
    }
}
