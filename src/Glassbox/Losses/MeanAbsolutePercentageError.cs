using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>100 · |yTrue − yPred| / |yTrue|, the mean over the last axis; targets of zero count as 1e-7.</summary>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">A name.</param>
/// <param name="dtype">The type to compute in; that of the predictions by default.</param>
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
