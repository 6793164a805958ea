using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>The mean of the inputs, element by element.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/merging_layers/average/"/>.</remarks>
public sealed class Average : Merge
{
    /// <summary>A layer that joins two inputs or more: <c>new Average().Apply([a, b])</c>.</summary>
    /// <param name="name">A name; by default <c>average_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Average(string? name = null, DType? dtype = null)
        : base(name, dtype)
    {
    }

    internal static Average FromConfig(Config config) => new(config.GetName(), config.GetDType());

    private protected override Tensor Join(Tensor[] inputs) => inputs.Aggregate(Ops.Add) / inputs.Length;
}
