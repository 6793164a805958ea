using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Element-wise minimum of the inputs.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/merging_layers/minimum/"/>.</remarks>
public sealed class Minimum : Merge
{
    /// <summary>Creates a layer for two or more inputs: <c>new Minimum().Apply([a, b])</c>.</summary>
    /// <param name="name">Layer name; by default <c>minimum_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Minimum(string? name = null, DType? dtype = null)
        : base(name, dtype)
    {
    }

    internal static Minimum FromConfig(Config config) => new(config.GetName(), config.GetDType());

    private protected override Tensor Join(Tensor[] inputs) => inputs.Aggregate(Ops.Minimum);
}
