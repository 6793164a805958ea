namespace Glassbox.Plotting;

/// <summary>A box that is placed: <c>Along</c> is the way that the arrows run, <c>Across</c> the other.</summary>
internal sealed class LayoutNode(DiagramNode? box, double length, double breadth)
{
    /// <summary>What is drawn; null for a place that an arrow goes through.</summary>
    public DiagramNode? Box { get; } = box;

    public double Length { get; } = length;

    public double Breadth { get; } = breadth;

    public int Rank { get; set; }

    /// <summary>The middle.</summary>
    public double Along { get; set; }

    /// <summary>The middle.</summary>
    public double Across { get; set; }

    /// <summary>The places that the same arrow goes through; empty for a box.</summary>
    public IReadOnlyList<LayoutNode> Arrow { get; set; } = [];

    public List<LayoutNode> Before { get; } = [];

    public List<LayoutNode> After { get; } = [];
}
