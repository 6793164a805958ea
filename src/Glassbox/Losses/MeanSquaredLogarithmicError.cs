using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Mean squared logarithmic error: the mean of (log(yTrue + 1) − log(yPred + 1))² over the last axis; values are clipped to at least 1e-7.
/// </summary>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/regression_losses/"/>.</remarks>
public sealed class MeanSquaredLogarithmicError(Reduction reduction = default, string name = "mean_squared_logarithmic_error",
    DType? dtype = null) : Loss(name, reduction, dtype)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return Ops.Mean(Ops.Square(Log(Ops.Cast(yTrue, yPred.DType)) - Log(yPred)), axis: -1);

        static Tensor Log(Tensor x) => Ops.Log(Ops.Maximum(x, Epsilon) + 1);
    }

    internal static MeanSquaredLogarithmicError FromConfig(Config config) =>
        new(config.GetReduction(), config.GetString("name", "mean_squared_logarithmic_error"));
}
