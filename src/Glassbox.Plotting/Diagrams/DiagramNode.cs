namespace Glassbox.Plotting;

/// <summary>A node of a diagram: a heading above cells, or a frame around a subgraph.</summary>
/// <param name="Id">Identifier in text formats, such as <c>n1</c>.</param>
/// <param name="Name">The layer's name; empty if hidden.</param>
/// <param name="Class">The layer's class.</param>
/// <param name="Activation">The activation's name; null if there is none or it is hidden.</param>
/// <param name="Cells">The cells below the heading.</param>
/// <param name="Trainable">Whether its weights are trainable; null if it has none or this is hidden.</param>
/// <param name="Inner">The nested graph, if shown.</param>
internal sealed record DiagramNode(
    string Id, string Name, string Class, string? Activation, IReadOnlyList<(string Label, string Value)> Cells, bool? Trainable,
    DiagramGraph? Inner);
