using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// 1 − T / (T + α·Σ yTrue·(1 − yPred) + β·Σ yPred·(1 − yTrue)) with the overlap T = Σ yTrue·yPred, for masks of pixels: the Dice loss with
/// what is missed and what is too much weighed apart. α weighs what is missed, as Keras 3.15 has it.
/// </summary>
/// <param name="alpha">α.</param>
/// <param name="beta">β.</param>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">A name.</param>
/// <param name="axis">The axes that an area extends over; all by default, which gives one loss for the whole batch.</param>
/// <param name="dtype">The type to compute in; that of the predictions by default.</param>
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
