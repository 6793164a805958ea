using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>100 · |yTrue − yPred| / |yTrue|, the mean over the last axis; targets of zero count as 1e-7.</summary>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">A name.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/regression_losses/"/>.</remarks>
public sealed class MeanAbsolutePercentageError(Reduction reduction = Reduction.SumOverBatchSize, string name = "mean_absolute_percentage_error") : Loss(reduction, name)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var y = Ops.Cast(yTrue, yPred.DType);
        return Ops.Mean(Ops.Abs((y - yPred) / Ops.Maximum(Ops.Abs(y), Epsilon)), axis: -1) * 100;
    }

    internal static MeanAbsolutePercentageError FromConfig(Config config) => new(config.GetReduction(), config.GetString("name", "mean_absolute_percentage_error"));
}
