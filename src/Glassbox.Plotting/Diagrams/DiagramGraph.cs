namespace Glassbox.Plotting;

/// <summary>Boxes and arrows between them.</summary>
/// <param name="Nodes">The boxes, each behind those that it needs as far as that is possible.</param>
/// <param name="Edges">The arrows.</param>
/// <param name="Entries">The boxes that take what goes into the graph, in the order of its inputs.</param>
/// <param name="Exits">The boxes that give what comes out, in the order of its outputs.</param>
internal sealed record DiagramGraph(
    IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramEdge> Edges, IReadOnlyList<DiagramNode> Entries,
    IReadOnlyList<DiagramNode> Exits);
