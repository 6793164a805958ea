namespace Glassbox.Plotting;

/// <summary>An edge: a tensor between two layers.</summary>
/// <param name="From">Source node.</param>
/// <param name="Output">Output index at the source.</param>
/// <param name="To">Target node.</param>
/// <param name="Input">Input index at the target.</param>
internal readonly record struct DiagramEdge(DiagramNode From, int Output, DiagramNode To, int Input)
{
    /// <summary>The actual source: for a frame, the inner node of the output.</summary>
    public DiagramNode Start => Within(From, graph => graph.Exits, Output);

    /// <summary>The actual target: for a frame, the inner node of the input.</summary>
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
