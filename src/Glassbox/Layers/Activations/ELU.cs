using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>x above zero, alpha · (eˣ − 1) below.</summary>
/// <param name="alpha">How far below zero the output goes.</param>
/// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
/// <param name="name">A name; by default the class and a number.</param>
/// <param name="dtype">float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/activation_layers/elu/"/>.</remarks>
public sealed class ELU(double alpha = 1, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    /// <summary>How far below zero the output goes.</summary>
    public double Alpha { get; } = Setting.Finite(alpha);

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "alpha", Alpha } };

    internal static ELU FromConfig(Config config) => new(config.GetDouble("alpha", 1), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => Ops.Elu(x, Alpha);
}
