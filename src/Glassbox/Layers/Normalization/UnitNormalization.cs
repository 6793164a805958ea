using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>L2 normalization: x / √Σx² along the given axes.</summary>
/// <param name="axis">Axis or axes to normalize over; the last by default.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/normalization_layers/unit_normalization/"/>.</remarks>
public sealed class UnitNormalization(Axes? axis = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    /// <summary>The axes of the vectors to normalize.</summary>
    public Axes Axis { get; } = axis ?? -1;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axis", Axis } };

    internal static UnitNormalization FromConfig(Config config) =>
        new(config.GetAxesOrNull("axis"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) =>
        x / Ops.Sqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), Axis, keepdims: true), 1e-12));

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape) => AxisInput.Check(this, inputShape, [.. Axis]);
}
