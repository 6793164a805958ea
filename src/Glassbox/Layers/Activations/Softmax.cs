using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Softmax: eˣ / Σ eˣ along an axis. A second input is a mask; elements where it is false, or 0.5 or less, are excluded: <c>new
/// Softmax().Apply([scores, mask])</c>. Where all elements are excluded, the result is uniform.
/// </summary>
/// <param name="axis">Axis or axes to normalize over; the last by default.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/activation_layers/softmax/"/>.</remarks>
public sealed class Softmax(Axes? axis = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    // Low enough that its exponential is zero, and finite so that the softmax of a fully masked row is defined.
    private const double Masked = -1e9;

    /// <summary>The axes along which the outputs sum to 1.</summary>
    public Axes Axis { get; } = axis ?? -1;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axis", Axis } };

    internal static Softmax FromConfig(Config config) =>
        new(config.GetAxesOrNull("axis"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    public override Structure<Shape> ComputeOutputShape(Structure<Shape> inputShapes)
    {
        CheckInput(inputShapes);
        return inputShapes[0];
    }

    internal override string SecondArgument => "mask";

    /// <inheritdoc/>
    protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call) => SoftmaxOver(
        inputs.Count == 1 ? inputs.One : Ops.Where(inputs[1] > 0.5, inputs[0], Masked), [.. Axis]);

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape) => AxisInput.Check(this, inputShape, [.. Axis]);

    /// <inheritdoc/>
    protected override void CheckInput(Structure<Shape> inputShapes)
    {
        if (inputShapes.Count is not (1 or 2) || (inputShapes.Count == 2 && !inputShapes[0].Accepts(inputShapes[1])))
        {
            throw new ArgumentException($"Layer '{Name}' (Softmax) takes one input, or an input and a mask of the same shape; received "
                + $"{inputShapes}.", nameof(inputShapes));
        }

        CheckInput(inputShapes[0]);
    }

    private static Tensor SoftmaxOver(Tensor x, int[] axes)
    {
        if (axes is [var axis])
        {
            return Ops.Softmax(x, axis);
        }

        Ops.WarnOfOne(x, axes);
        var e = Ops.Exp(x - Ops.StopGradient(Ops.Max(x, Axes.Create(axes), keepdims: true)));
        return e / Ops.Sum(e, Axes.Create(axes), keepdims: true);
    }
}
