using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Categorical crossentropy: −Σ yTrue · log(p) over the classes, for one-hot targets. Predictions are probabilities, normalized to sum to
/// 1, or logits, to which softmax is applied.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class"/>.</remarks>
public sealed class CategoricalCrossentropy : Loss
{
    private readonly bool fromLogits;
    private readonly double labelSmoothing;
    private readonly int axis;

    /// <summary>Creates the loss.</summary>
    /// <param name="fromLogits">Whether predictions are logits rather than probabilities (softmax outputs).</param>
    /// <param name="labelSmoothing">Label smoothing: fraction of the target spread uniformly over all classes, 0 to 1; 0 by
    /// default.</param>
    /// <param name="axis">The class axis; the last by default.</param>
    /// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
    /// <param name="name">Name of the loss.</param>
    /// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label smoothing is outside [0, 1].</exception>
    public CategoricalCrossentropy(
        bool fromLogits = false, double labelSmoothing = 0, int axis = -1, Reduction reduction = default,
        string name = "categorical_crossentropy", DType? dtype = null)
        : base(name, reduction, dtype)
    {
        this.fromLogits = fromLogits;
        this.labelSmoothing = CheckSmoothing(labelSmoothing, name);
        this.axis = axis;
    }

    internal override bool? FromLogits => fromLogits;

    internal override int? ClassAxis => axis;

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        var target = Target(yTrue, yPred, axis, labelSmoothing, Name);
        var classes = yPred.Shape.Axis(axis);
        if (classes == yPred.Rank - 1)
        {
            return OfLastAxis(target, yPred, fromLogits);
        }

        var classesLast = Axes.Create([.. Enumerable.Range(0, yPred.Rank).Where(other => other != classes), classes]);
        return OfLastAxis(Ops.Transpose(target, classesLast), Ops.Transpose(yPred, classesLast), fromLogits);
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "from_logits", fromLogits }, { "label_smoothing", labelSmoothing }, { "axis", axis } };

    internal static CategoricalCrossentropy FromConfig(Config config) => new(
        config.GetBoolean("from_logits", false), config.GetDouble("label_smoothing", 0), config.GetInt32("axis", -1), config.GetReduction(),
        config.GetString("name", "categorical_crossentropy"));

    /// <summary>The crossentropy along the last axis.</summary>
    internal static Tensor OfLastAxis(Tensor target, Tensor yPred, bool fromLogits) =>
        fromLogits ? Ops.SoftmaxCrossentropy(target, yPred) : Ops.Crossentropy(target, yPred, Epsilon);

    /// <summary>One-hot targets in the predictions' data type, smoothed.</summary>
    /// <exception cref="ArgumentException">The targets' shape differs from that of the predictions.</exception>
    internal static Tensor Target(Tensor yTrue, Tensor yPred, int axis, double labelSmoothing, string name)
    {
        var classes = yPred.Shape[yPred.Shape.Axis(axis)];
        if (yTrue.Shape != yPred.Shape)
        {
            var hint = TargetHint.For(yTrue.Shape, yPred.Shape) is { } shapes ? $". {shapes}"
                : yTrue.Rank < yPred.Rank || yTrue.Shape[^1] == 1
                ? ", which looks like integer labels. Use the loss 'sparse_categorical_crossentropy', or convert the labels with "
                + $"Utils.ToCategorical(y, {classes})."
                : ".";
            throw new ArgumentException($"{name} needs one-hot targets of the shape of the predictions, {yPred.Shape}; received shape "
                + $"{yTrue.Shape}{hint}", nameof(yTrue));
        }

        var target = Ops.Cast(yTrue, yPred.DType);
        return labelSmoothing == 0 ? target : (target * (1 - labelSmoothing)) + (labelSmoothing / classes);
    }
}
