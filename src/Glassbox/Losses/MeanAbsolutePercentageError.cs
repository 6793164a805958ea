using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Mean absolute percentage error: the mean of 100 · |yTrue − yPred| / |yTrue| over the last axis; |yTrue| is at least 1e-7.
/// </summary>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/regression_losses/"/>.</remarks>
public sealed class MeanAbsolutePercentageError(Reduction reduction = default, string name = "mean_absolute_percentage_error",
    DType? dtype = null) : Loss(name, reduction, dtype)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var y = Ops.Cast(yTrue, yPred.DType);
        return Ops.Mean(Ops.Abs((y - yPred) / Ops.Maximum(Ops.Abs(y), Epsilon)), axis: -1) * 100;
    }

    internal static MeanAbsolutePercentageError FromConfig(Config config) =>
        new(config.GetReduction(), config.GetString("name", "mean_absolute_percentage_error"));
}
