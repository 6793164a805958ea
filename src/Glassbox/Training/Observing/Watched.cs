namespace Glassbox;

/// <summary>
/// What an observer wants to see of a training step besides its figures. Layers are named as in their model, those within others with the
/// names of these before theirs: <c>encoder/dense_1</c>; <c>*</c> stands for all.
/// </summary>
/// <example><code>new Watched { Activations = ["dense_1"], Gradients = ["*"] }</code></example>
public sealed record Watched
{
    /// <summary>All layers: <c>Weights = [Watched.All]</c>.</summary>
    public const string All = "*";

    /// <summary>Nothing but the figures.</summary>
    public static Watched Figures { get; } = new();

    /// <summary>The layers whose outputs are wanted.</summary>
    public IReadOnlyList<string> Activations { get; init; } = [];

    /// <summary>The layers whose weights' gradients are wanted, those of the layers within them included.</summary>
    public IReadOnlyList<string> Gradients { get; init; } = [];

    /// <summary>The layers whose weights are wanted as they are after the step, those of the layers within them included.</summary>
    public IReadOnlyList<string> Weights { get; init; } = [];
}
