using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Element-wise maximum of the inputs.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/merging_layers/maximum/"/>.</remarks>
public sealed class Maximum : Merge
{
    /// <summary>Creates a layer for two or more inputs: <c>new Maximum().Apply([a, b])</c>.</summary>
    /// <param name="name">Layer name; by default <c>maximum_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Maximum(string? name = null, DType? dtype = null)
        : base(name, dtype)
    {
    }

    internal static Maximum FromConfig(Config config) => new(config.GetName(), config.GetDType());

    private protected override Tensor Join(Tensor[] inputs) => inputs.Aggregate(Ops.Maximum);
}
