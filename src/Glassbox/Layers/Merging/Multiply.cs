using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Element-wise product of the inputs.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/merging_layers/multiply/"/>.</remarks>
public sealed class Multiply : Merge
{
    /// <summary>Creates a layer for two or more inputs: <c>new Multiply().Apply([a, b])</c>.</summary>
    /// <param name="name">Layer name; by default <c>multiply_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Multiply(string? name = null, DType? dtype = null)
        : base(name, dtype)
    {
    }

    internal static Multiply FromConfig(Config config) => new(config.GetName(), config.GetDType());

    private protected override Tensor Join(Tensor[] inputs) => inputs.Aggregate(Ops.Multiply);
}
