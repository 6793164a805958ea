using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Binary crossentropy: the mean of −(y · log(p) + (1 − y) · log(1 − p)) over the last axis, for targets of 0 and 1. Predictions are
/// probabilities, or logits, to which a sigmoid is applied.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class"/>.</remarks>
public sealed class BinaryCrossentropy : Loss
{
    private readonly bool fromLogits;
    private readonly double labelSmoothing;
    private readonly int axis;

    /// <summary>Creates the loss.</summary>
    /// <param name="fromLogits">Whether predictions are logits rather than probabilities (sigmoid outputs).</param>
    /// <param name="labelSmoothing">Label smoothing, 0 to 1: moves targets from 0 and 1 towards 0.5; 0 by default.</param>
    /// <param name="axis">Axis to average over; the last by default.</param>
    /// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
    /// <param name="name">Name of the loss.</param>
    /// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label smoothing is outside [0, 1].</exception>
    public BinaryCrossentropy(
        bool fromLogits = false, double labelSmoothing = 0, int axis = -1, Reduction reduction = default,
        string name = "binary_crossentropy", DType? dtype = null)
        : base(name, reduction, dtype)
    {
        (this.fromLogits, this.axis) = (fromLogits, axis);
        this.labelSmoothing = CheckSmoothing(labelSmoothing, name);
    }

    internal override bool? FromLogits => fromLogits;

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var y = Smooth(Ops.Cast(yTrue, yPred.DType), labelSmoothing);

        // For logits: −y·log σ(x) − (1 − y)·log(1 − σ(x)) = softplus(x) − x·y
        return Ops.Mean(fromLogits ? Ops.Softplus(yPred) - (yPred * y) : OfProbabilities(y, yPred), axis);
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "from_logits", fromLogits }, { "label_smoothing", labelSmoothing }, { "axis", axis } };

    internal static BinaryCrossentropy FromConfig(Config config) => new(
        config.GetBoolean("from_logits", false), config.GetDouble("label_smoothing", 0), config.GetInt32("axis", -1), config.GetReduction(),
        config.GetString("name", "binary_crossentropy"));

    /// <summary>Smoothed targets: moved from 0 and 1 towards 0.5.</summary>
    internal static Tensor Smooth(Tensor y, double labelSmoothing) =>
        labelSmoothing == 0 ? y : (y * (1 - labelSmoothing)) + (labelSmoothing / 2);

    /// <summary>−(y · log(p) + (1 − y) · log(1 − p)), element-wise.</summary>
    internal static Tensor OfProbabilities(Tensor y, Tensor probabilities)
    {
        var p = Ops.Clip(probabilities, Epsilon, 1 - Epsilon);
        return -((y * Ops.Log(p)) + ((1 - y) * Ops.Log(1 - p)));
    }
}
