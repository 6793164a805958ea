namespace Glassbox.Plotting;

/// <summary>An arrow: a tensor that goes from a layer to another.</summary>
/// <param name="From">Where it comes from.</param>
/// <param name="Output">Which of that box's outputs it is.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Input">Which of that box's inputs it is.</param>
internal readonly record struct DiagramEdge(DiagramNode From, int Output, DiagramNode To, int Input)
{
    /// <summary>The box that it really comes from: within a frame, that of the output.</summary>
    public DiagramNode Start => Within(From, graph => graph.Exits, Output);

    /// <summary>The box that it really goes to: within a frame, that of the input.</summary>
    public DiagramNode End => Within(To, graph => graph.Entries, Input);

    private static DiagramNode Within(DiagramNode node, Func<DiagramGraph, IReadOnlyList<DiagramNode>> ends, int index)
    {
        while (node.Inner is { } inner)
        {
            (node, index) = (ends(inner)[Math.Min(index, ends(inner).Count - 1)], 0);
        }

        return node;
    }
}
