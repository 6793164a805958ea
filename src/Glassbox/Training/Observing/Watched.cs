namespace Glassbox;

/// <summary>
/// Specifies what an observer receives of a training step besides its logs. Layers are identified by name, nested ones by path:
/// <c>encoder/dense_1</c>; <c>*</c> selects all.
/// </summary>
/// <example><code>new Watched { Activations = ["dense_1"], Gradients = ["*"] }</code></example>
public sealed record Watched
{
    /// <summary>All layers: <c>Weights = [Watched.All]</c>.</summary>
    public const string All = "*";

    /// <summary>Only the logs.</summary>
    public static Watched Figures { get; } = new();

    /// <summary>Layers whose outputs to record.</summary>
    public IReadOnlyList<string> Activations { get; init; } = [];

    /// <summary>Layers whose weight gradients to record, including nested layers.</summary>
    public IReadOnlyList<string> Gradients { get; init; } = [];

    /// <summary>Layers whose weights to record after the step, including nested layers.</summary>
    public IReadOnlyList<string> Weights { get; init; } = [];
}
