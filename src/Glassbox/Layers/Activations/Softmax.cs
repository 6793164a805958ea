using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Positive numbers that add up to one: eˣ / Σ eˣ.</summary>
/// <param name="axis">Along which axis, or axes; the last by default.</param>
/// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
/// <param name="name">A name; by default the class and a number.</param>
/// <param name="dtype">float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/activation_layers/softmax/"/>.</remarks>
public sealed class Softmax(Axes? axis = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    /// <summary>Along which axes the outputs add up to one.</summary>
    public Axes Axis { get; } = axis ?? -1;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axis", Axis } };

    internal static Softmax FromConfig(Config config) => new(config.GetAxesOrNull("axis"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, bool training) => SoftmaxOver(x, [.. Axis]);

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape) => AxisInput.Check(this, inputShape, [.. Axis]);

    private static Tensor SoftmaxOver(Tensor x, int[] axes)
    {
        if (axes is [var axis])
        {
            return Ops.Softmax(x, axis);
        }

        var e = Ops.Exp(x - Ops.StopGradient(Ops.Max(x, Axes.Create(axes), keepDims: true)));
        return e / Ops.Sum(e, Axes.Create(axes), keepDims: true);
    }
}
