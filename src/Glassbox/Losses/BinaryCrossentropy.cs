using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// −(y · log(p) + (1 − y) · log(1 − p)), the mean over the last axis, for targets that are 0 or 1. Predictions are probabilities, or logits, which go through a sigmoid.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class"/>.</remarks>
public sealed class BinaryCrossentropy : Loss
{
    private readonly bool fromLogits;
    private readonly double labelSmoothing;

    /// <summary>The loss with its settings.</summary>
    /// <param name="fromLogits">Whether predictions are logits, before the sigmoid.</param>
    /// <param name="labelSmoothing">How far targets are drawn from 0 and 1 to one half, 0 to 1.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">A name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is outside [0, 1].</exception>
    public BinaryCrossentropy(bool fromLogits = false, double labelSmoothing = 0, Reduction reduction = Reduction.SumOverBatchSize, string name = "binary_crossentropy")
        : base(reduction, name)
    {
        this.fromLogits = fromLogits;
        this.labelSmoothing = labelSmoothing is >= 0 and <= 1
            ? labelSmoothing
            : throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, $"{name} needs a label smoothing of 0 to 1; received {labelSmoothing}.");
    }

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var y = Ops.Cast(yTrue, yPred.DType);
        if (labelSmoothing > 0)
        {
            y = (y * (1 - labelSmoothing)) + (labelSmoothing / 2);
        }

        if (fromLogits)
        {
            // −y·log σ(x) − (1 − y)·log(1 − σ(x)) = softplus(x) − x·y
            return Ops.Mean(Ops.Softplus(yPred) - (yPred * y), axis: -1);
        }

        var p = Ops.Clip(yPred, Epsilon, 1 - Epsilon);
        return Ops.Mean(-((y * Ops.Log(p)) + ((1 - y) * Ops.Log(1 - p))), axis: -1);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "from_logits", fromLogits }, { "label_smoothing", labelSmoothing }, { "axis", -1 } };

    internal static BinaryCrossentropy FromConfig(Config config)
    {
        config.Require("axis", -1);
        return new(config.GetBoolean("from_logits", false), config.GetDouble("label_smoothing", 0), config.GetReduction(), config.GetString("name", "binary_crossentropy"));
    }
}
