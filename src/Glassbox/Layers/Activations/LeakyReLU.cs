using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Leaky rectified linear unit: x for x > 0, otherwise negativeSlope · x.</summary>
/// <param name="negativeSlope">Slope for negative inputs, 0 or more; 0.3 by default.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/activation_layers/leaky_relu/"/>.</remarks>
public sealed class LeakyReLU(double negativeSlope = 0.3, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    /// <summary>Slope for negative inputs.</summary>
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
