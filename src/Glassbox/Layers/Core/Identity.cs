using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Gives its input as it is: a placeholder where a layer is asked for.</summary>
/// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
/// <param name="name">A name; by default the class and a number.</param>
/// <param name="dtype">float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/identity/"/>.</remarks>
public sealed class Identity(Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    internal static Identity FromConfig(Config config) => new(name: config.GetName(), dtype: config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Moved;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => x;
}
