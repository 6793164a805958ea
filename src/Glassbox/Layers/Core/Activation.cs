using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Applies an activation function.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/activation/"/>.</remarks>
public sealed class Activation : ShapeKeepingLayer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="activation">A name such as "relu", a member of <see cref="Activations"/>, or a custom function.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default <c>activation_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Activation(ActivationFunction activation, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype) => Function = activation;

    /// <summary>The activation function.</summary>
    public ActivationFunction Function { get; }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "activation", Function } };

    internal static Activation FromConfig(Config config) =>
        new(config.GetActivation("activation") ?? Activations.Linear, dtype: config.GetDType(), name: config.GetName());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => Function.Apply(x);
}
