using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Tversky loss for segmentation masks: 1 − T / (T + α·Σ yTrue·(1 − yPred) + β·Σ yPred·(1 − yTrue)) with T = Σ yTrue·yPred, a Dice loss
/// with separate weights for false negatives and false positives. α weights false negatives, as in Keras 3.15.
/// </summary>
/// <param name="alpha">α: weight of false negatives; 0.5 by default.</param>
/// <param name="beta">β: weight of false positives; 0.5 by default.</param>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="axis">Axes to sum over; all by default, which results in one loss per batch.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: Salehi et al., 2017; <see href="https://keras.io/api/losses/probabilistic_losses/"/>.</remarks>
public sealed class Tversky(double alpha = 0.5, double beta = 0.5, Reduction reduction = default, string name = "tversky",
    Axes? axis = null, DType? dtype = null)
    : Loss(name, reduction, dtype)
{
    private readonly double alpha = Setting.Finite(alpha);
    private readonly double beta = Setting.Finite(beta);

    internal override bool? FromLogits => false;

    internal override bool TakesLogits => false;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "alpha", alpha }, { "beta", beta }, { "axis", axis } };

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var y = Ops.Cast(yTrue, yPred.DType);
        var overlap = Ops.Sum(y * yPred, axis);
        var missed = Ops.Sum(y * (1 - yPred), axis);
        var tooMuch = Ops.Sum((1 - y) * yPred, axis);
        return 1 - (overlap / (overlap + (missed * alpha) + (tooMuch * beta) + Epsilon));
    }

    internal static Tversky FromConfig(Config config) => new(
        config.GetDouble("alpha", 0.5), config.GetDouble("beta", 0.5), config.GetReduction(), config.GetString("name", "tversky"),
        config.GetAxesOrNull("axis"));
}
