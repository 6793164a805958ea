namespace Glassbox.Plotting;

/// <summary>Nodes and edges of a diagram.</summary>
/// <param name="Nodes">The nodes, in topological order as far as possible.</param>
/// <param name="Edges">The edges.</param>
/// <param name="Entries">The nodes that receive the graph's inputs, in order.</param>
/// <param name="Exits">The nodes that produce the graph's outputs, in order.</param>
internal sealed record DiagramGraph(
    IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramEdge> Edges, IReadOnlyList<DiagramNode> Entries,
    IReadOnlyList<DiagramNode> Exits);
