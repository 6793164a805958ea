using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>An activation function as a layer of its own.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/activation/"/>.</remarks>
public sealed class Activation : ShapeKeepingLayer
{
    /// <summary>A layer that applies a function.</summary>
    /// <param name="activation">A name such as "relu", one of <see cref="Activations"/>, or your own.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
    /// <param name="name">A name; by default <c>activation_</c> and a number.</param>
    /// <param name="dtype">float32 by default.</param>
    public Activation(ActivationFunction activation, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype) => Function = activation;

    /// <summary>What is applied.</summary>
    public ActivationFunction Function { get; }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "activation", Function } };

    internal static Activation FromConfig(Config config) =>
        new(config.GetActivation("activation") ?? Activations.Linear, dtype: config.GetDType(), name: config.GetName());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => Function.Apply(x);
}
