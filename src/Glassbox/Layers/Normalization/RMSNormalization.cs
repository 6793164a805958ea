using Glassbox.Initializers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Root mean square normalization with a learned scale: x / √(mean x² + epsilon) · scale along the given axes of each sample.
/// </summary>
/// <remarks>
/// Source: Zhang and Sennrich, arXiv:1910.07467; <see href="https://keras.io/api/layers/normalization_layers/rms_normalization/"/>.
/// </remarks>
public sealed class RMSNormalization : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="axis">Axis or axes to normalize over; the last by default.</param>
    /// <param name="epsilon">Small constant added to the mean square, to avoid division by zero; 1e-6 by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="trainable">Whether training updates the weights.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public RMSNormalization(Axes? axis = null, double epsilon = 1e-6, Shape? inputShape = null, string? name = null, bool trainable = true,
        DType? dtype = null)
        : base(inputShape, name, trainable, dtype)
    {
        Axis = axis ?? -1;
        Epsilon = Setting.NotNegative(epsilon);
    }

    /// <summary>The axes to normalize over.</summary>
    public Axes Axis { get; }

    /// <summary>Constant added to the mean square.</summary>
    public double Epsilon { get; }

    /// <summary>The scale, with the sizes of the normalized axes; null before the layer is built.</summary>
    public Variable? Scale { get; private set; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        return inputShape;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axis", Axis }, { "epsilon", Epsilon } };

    internal static RMSNormalization FromConfig(Config config) =>
        new(config.GetAxesOrNull("axis"), config.GetDouble("epsilon", 1e-6), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) =>
        Scale = AddWeight("scale", [.. Axes.Of(Axis, inputShape).Select(axis => inputShape[axis])], new Ones());

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var axes = Axes.Of(Axis, x.Shape);
        if (axes.Length > 0 && axes[0] == x.Rank - axes.Length)
        {
            return Ops.NormalizeLast(x, axes.Length, centered: false, Scale!, null, Epsilon);
        }

        Shape weights = [.. x.Shape.Select((extent, axis) => axes.Contains(axis) ? extent : 1)];
        return x / Ops.Sqrt(Ops.Mean(Ops.Square(x), Axis, keepdims: true) + Epsilon) * Ops.Reshape(Scale!, weights);
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        AxisInput.CheckBuilt(this, BuiltShape, inputShape, anyRank: true, [.. Axis]);
    }
}
