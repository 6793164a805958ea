using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// A rectified linear unit with its corners where they are wanted: maxValue from there up, x from the threshold up, negativeSlope · (x −
/// threshold) below.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/activation_layers/relu/"/>.</remarks>
public sealed class ReLU : ShapeKeepingLayer
{
    /// <summary>A layer with its corners.</summary>
    /// <param name="maxValue">The largest output, 0 or more; none by default.</param>
    /// <param name="negativeSlope">The slope below the threshold, 0 or more.</param>
    /// <param name="threshold">Where the output begins, 0 or more.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
    /// <param name="name">A name; by default the class and a number.</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ReLU(double? maxValue = null, double negativeSlope = 0, double threshold = 0, Shape? inputShape = null, string? name = null,
        DType? dtype = null)
        : base(inputShape, name, dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue ?? 0, nameof(maxValue));
        ArgumentOutOfRangeException.ThrowIfNegative(negativeSlope);
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        (MaxValue, NegativeSlope, Threshold) = (maxValue, negativeSlope, threshold);
    }

    /// <summary>The largest output; null for none.</summary>
    public double? MaxValue { get; }

    /// <summary>The slope below the threshold.</summary>
    public double NegativeSlope { get; }

    /// <summary>Where the output begins.</summary>
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
