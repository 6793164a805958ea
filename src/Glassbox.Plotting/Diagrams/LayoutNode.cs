namespace Glassbox.Plotting;

/// <summary>A node of the layout: <c>Along</c> is the coordinate in the direction of the edges, <c>Across</c> the other.</summary>
internal sealed class LayoutNode(DiagramNode? box, double length, double breadth)
{
    /// <summary>The box drawn; null for a dummy node of a long edge.</summary>
    public DiagramNode? Box { get; } = box;

    public double Length { get; } = length;

    public double Breadth { get; } = breadth;

    public int Rank { get; set; }

    /// <summary>Center coordinate in the direction of the edges.</summary>
    public double Along { get; set; }

    /// <summary>Center coordinate in the direction of the edges.</summary>
    public double Across { get; set; }

    /// <summary>The dummy nodes of the same edge; empty for a box.</summary>
    public IReadOnlyList<LayoutNode> Arrow { get; set; } = [];

    public List<LayoutNode> Before { get; } = [];

    public List<LayoutNode> After { get; } = [];
}
