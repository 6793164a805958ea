using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Element-wise mean of the inputs.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/merging_layers/average/"/>.</remarks>
public sealed class Average : Merge
{
    /// <summary>Creates a layer for two or more inputs: <c>new Average().Apply([a, b])</c>.</summary>
    /// <param name="name">Layer name; by default <c>average_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Average(string? name = null, DType? dtype = null)
        : base(name, dtype)
    {
    }

    internal static Average FromConfig(Config config) => new(config.GetName(), config.GetDType());

    private protected override Tensor Join(Tensor[] inputs) => inputs.Aggregate(Ops.Add) / inputs.Length;
}
