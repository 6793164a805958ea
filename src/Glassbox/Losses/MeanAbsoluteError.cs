using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>Mean absolute error: the mean of |yTrue − yPred| over the last axis.</summary>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/regression_losses/"/>.</remarks>
public sealed class MeanAbsoluteError(Reduction reduction = default, string name = "mean_absolute_error", DType? dtype = null)
    : Loss(name, reduction, dtype)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return Ops.Mean(Ops.Abs(yPred - Ops.Cast(yTrue, yPred.DType)), axis: -1);
    }

    internal static MeanAbsoluteError FromConfig(Config config) =>
        new(config.GetReduction(), config.GetString("name", "mean_absolute_error"));
}
