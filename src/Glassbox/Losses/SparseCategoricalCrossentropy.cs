using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// −log(p of the right class), for targets that are class numbers. Predictions are probabilities, which are scaled to add up to one, or logits, which go through softmax.
/// </summary>
/// <param name="fromLogits">Whether predictions are logits, before softmax.</param>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">A name.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class"/>.</remarks>
public sealed class SparseCategoricalCrossentropy(
    bool fromLogits = false, Reduction reduction = Reduction.SumOverBatchSize, string name = "sparse_categorical_crossentropy")
    : Loss(reduction, name)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        var classes = yPred.Shape[^1];
        var labels = Labels(yTrue, yPred);
        if (labels.Size > 0 && (Ops.Min(labels).ToScalar<long>() < 0 || Ops.Max(labels).ToScalar<long>() >= classes))
        {
            throw new ArgumentOutOfRangeException(
                nameof(yTrue), $"{Name}: the labels must be class numbers 0 to {classes - 1}, since the model gives {classes} values; received labels from {Ops.Min(labels)} to {Ops.Max(labels)}.");
        }

        var logP = fromLogits ? Ops.LogSoftmax(yPred) : CategoricalCrossentropy.LogOfProbabilities(yPred, -1);
        return -Ops.Sum(Ops.OneHot(labels, classes, yPred.DType) * logP, axis: -1);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "from_logits", fromLogits }, { "ignore_class", Config.None }, { "axis", -1 } };

    internal static SparseCategoricalCrossentropy FromConfig(Config config)
    {
        config.Require("axis", -1);
        return new(config.GetBoolean("from_logits", false), config.GetReduction(), config.GetString("name", "sparse_categorical_crossentropy"));
    }

    private Tensor Labels(Tensor yTrue, Tensor yPred)
    {
        var labels = yTrue.Rank == yPred.Rank && yTrue.Shape[^1] == 1 ? Ops.Squeeze(yTrue, -1) : yTrue;
        if (labels.Shape != yPred.Shape[..^1])
        {
            var hint = yTrue.Shape == yPred.Shape
                ? "They look like one-hot targets: use the loss 'categorical_crossentropy', or give class numbers, y.ArgMax(-1)."
                : "Is it the right y for this x?";
            throw new ArgumentException($"{Name} needs one class number for each prediction, of shape {yPred.Shape[..^1]}; received targets of shape {yTrue.Shape}. {hint}", nameof(yTrue));
        }

        var whole = labels.To(DType.Int64);
        return !labels.DType.IsFloating || (bool)Ops.All(Ops.Equal(whole, labels))
            ? whole
            : throw new ArgumentException($"{Name} needs whole class numbers; received fractions.", nameof(yTrue));
    }
}
