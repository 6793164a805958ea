using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>Dice loss (Sørensen–Dice) for segmentation masks: 1 − 2·|intersection| / (|target| + |prediction|).</summary>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="axis">Axes to sum over; all by default, which results in one loss per batch.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/probabilistic_losses/"/>.</remarks>
public sealed class Dice(Reduction reduction = default, string name = "dice", Axes? axis = null, DType? dtype = null)
    : Loss(name, reduction, dtype)
{
    internal override bool? FromLogits => false;

    internal override bool TakesLogits => false;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axis", axis } };

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var y = Ops.Cast(yTrue, yPred.DType);
        return 1 - (Ops.Sum(y * yPred, axis) * 2 / (Ops.Sum(y, axis) + Ops.Sum(yPred, axis) + Epsilon));
    }

    internal static Dice FromConfig(Config config) =>
        new(config.GetReduction(), config.GetString("name", "dice"), config.GetAxesOrNull("axis"));
}
