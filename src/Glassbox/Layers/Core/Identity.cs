using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Returns its input unchanged: a placeholder where a layer is required.</summary>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/identity/"/>.</remarks>
public sealed class Identity(Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    internal static Identity FromConfig(Config config) => new(name: config.GetName(), dtype: config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Moved;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => x;
}
