namespace Glassbox.Plotting;

/// <summary>A box of a diagram: a heading above cells, or a frame around a graph of its own.</summary>
/// <param name="Id">What it is called in texts, such as <c>n1</c>.</param>
/// <param name="Name">The layer's name; empty if it is not shown.</param>
/// <param name="Class">The layer's class.</param>
/// <param name="Activation">The activation's name; null if there is none, or if it is not shown.</param>
/// <param name="Cells">What is shown below the heading.</param>
/// <param name="Trainable">Whether its weights are trained; null if it has none, or if it is not shown.</param>
/// <param name="Inner">The graph within, if it is shown.</param>
internal sealed record DiagramNode(
    string Id, string Name, string Class, string? Activation, IReadOnlyList<(string Label, string Value)> Cells, bool? Trainable,
    DiagramGraph? Inner);
