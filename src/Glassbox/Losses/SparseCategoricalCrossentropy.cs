using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Crossentropy for integer class targets: −log(p of the true class). Predictions are probabilities, normalized to sum to 1, or logits, to
/// which softmax is applied.
/// </summary>
/// <param name="fromLogits">Whether predictions are logits rather than probabilities (softmax outputs).</param>
/// <param name="ignoreClass">Class index that marks targets to ignore, such as 255 for the border of a mask.</param>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="axis">The class axis, which must be the last one.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <exception cref="ArgumentOutOfRangeException">The axis is not the last one.</exception>
/// <remarks>Source: <see href="https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class"/>.</remarks>
public sealed class SparseCategoricalCrossentropy(
    bool fromLogits = false, int? ignoreClass = null, Reduction reduction = default, int axis = -1,
    string name = "sparse_categorical_crossentropy", DType? dtype = null)
    : Loss(name, reduction, dtype)
{
    private readonly int axis = axis == -1
        ? axis
        : throw new ArgumentOutOfRangeException(nameof(axis), axis,
        $"{name} needs the classes along the last axis, -1; received {axis}. Transpose the predictions.");

    internal override bool? FromLogits => fromLogits;

    internal override int? ClassAxis => axis;

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "from_logits", fromLogits }, { "ignore_class", ignoreClass }, { "axis", axis } };

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        var labels = ClassNumbers.Check(yTrue, yPred, Name, ignoreClass);
        var losses = CategoricalCrossentropy.OfLastAxis(Ops.OneHot(labels, yPred.Shape[^1], yPred.DType), yPred, fromLogits);
        return Counts(yTrue, losses) is { } counts ? Ops.Where(counts, losses, Ops.ZerosLike(losses)) : losses;
    }

    /// <inheritdoc/>
    internal override Tensor? Counts(Tensor yTrue, Tensor losses) =>
        ignoreClass is { } ignored ? Ops.NotEqual(Ops.Reshape(yTrue, losses.Shape), ignored) : null;

    internal static SparseCategoricalCrossentropy FromConfig(Config config)
    {
        config.Require("axis", -1);
        return new(
            config.GetBoolean("from_logits", false), config.GetInt32OrNull("ignore_class"), config.GetReduction(),
            name: config.GetString("name", "sparse_categorical_crossentropy"));
    }
}
