using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>The largest of the inputs, element by element.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/merging_layers/maximum/"/>.</remarks>
public sealed class Maximum : Merge
{
    /// <summary>A layer that joins two inputs or more: <c>new Maximum().Apply([a, b])</c>.</summary>
    /// <param name="name">A name; by default <c>maximum_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Maximum(string? name = null, DType? dtype = null)
        : base(name, dtype)
    {
    }

    internal static Maximum FromConfig(Config config) => new(config.GetName(), config.GetDType());

    private protected override Tensor Join(Tensor[] inputs) => inputs.Aggregate(Ops.Maximum);
}
