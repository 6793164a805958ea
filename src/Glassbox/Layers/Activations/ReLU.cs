using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Rectified linear unit: maxValue for x ≥ maxValue, x for threshold ≤ x &lt; maxValue, otherwise negativeSlope · (x − threshold).
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/activation_layers/relu/"/>.</remarks>
public sealed class ReLU : ShapeKeepingLayer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="maxValue">Upper bound of the output, 0 or more; none by default.</param>
    /// <param name="negativeSlope">Slope below the threshold, 0 or more; 0 by default.</param>
    /// <param name="threshold">Inputs below the threshold are damped; 0 or more, 0 by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    public ReLU(double? maxValue = null, double negativeSlope = 0, double threshold = 0, Shape? inputShape = null, string? name = null,
        DType? dtype = null)
        : base(inputShape, name, dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue ?? 0, nameof(maxValue));
        ArgumentOutOfRangeException.ThrowIfNegative(negativeSlope);
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        (MaxValue, NegativeSlope, Threshold) = (maxValue, negativeSlope, threshold);
    }

    /// <summary>Upper bound of the output; null for none.</summary>
    public double? MaxValue { get; }

    /// <summary>Slope below the threshold.</summary>
    public double NegativeSlope { get; }

    /// <summary>The threshold below which inputs are damped.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "max_value", MaxValue }, { "negative_slope", NegativeSlope }, { "threshold", Threshold } };

    internal static ReLU FromConfig(Config config) => new(
        config.GetDoubleOrNull("max_value"), config.GetDouble("negative_slope", 0), config.GetDouble("threshold", 0),
        name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var above = Threshold == 0 ? Ops.Relu(x) : Ops.Where(x > Threshold, x, Ops.ZerosLike(x));
        var y = MaxValue is { } most ? Ops.Clip(above, 0, most) : above;
        return NegativeSlope == 0 ? y : y - (Ops.Relu(-x + Threshold) * NegativeSlope);
    }
}
