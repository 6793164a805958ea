using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>x above zero, negativeSlope · x below.</summary>
/// <param name="negativeSlope">The slope below zero, 0 or more.</param>
/// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
/// <param name="name">A name; by default the class and a number.</param>
/// <param name="dtype">float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/activation_layers/leaky_relu/"/>.</remarks>
public sealed class LeakyReLU(double negativeSlope = 0.3, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    /// <summary>The slope below zero.</summary>
    public double NegativeSlope { get; } = negativeSlope >= 0 ? negativeSlope
        : throw new ArgumentOutOfRangeException(nameof(negativeSlope), $"{negativeSlope}",
        $"LeakyReLU needs a negativeSlope of 0 or more; received {negativeSlope}.");

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "negative_slope", NegativeSlope } };

    internal static LeakyReLU FromConfig(Config config) =>
        new(config.GetDouble("negative_slope", 0.3), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => Ops.LeakyRelu(x, NegativeSlope);
}
