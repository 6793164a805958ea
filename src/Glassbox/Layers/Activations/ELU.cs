using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Exponential linear unit: x for x > 0, otherwise alpha · (eˣ − 1).</summary>
/// <param name="alpha">Scale of the negative part, which saturates at −alpha; 1 by default.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/activation_layers/elu/"/>.</remarks>
public sealed class ELU(double alpha = 1, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    /// <summary>Scale of the negative part.</summary>
    public double Alpha { get; } = Setting.Finite(alpha);

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "alpha", Alpha } };

    internal static ELU FromConfig(Config config) => new(config.GetDouble("alpha", 1), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => Ops.Elu(x, Alpha);
}
