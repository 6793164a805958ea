using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Log-cosh loss: the mean of log(cosh(yPred − yTrue)) over the last axis, about error² / 2 for small errors and |error| − log 2 for large
/// ones.
/// </summary>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/regression_losses/"/>.</remarks>
public sealed class LogCosh(Reduction reduction = default, string name = "log_cosh", DType? dtype = null) : Loss(name, reduction, dtype)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        // log(cosh x) = x + log(1 + e⁻²ˣ) − log 2, which does not overflow.
        var error = yPred - Ops.Cast(yTrue, yPred.DType);
        return Ops.Mean(error + Ops.Softplus(error * -2) - Math.Log(2), axis: -1);
    }

    internal static LogCosh FromConfig(Config config) => new(config.GetReduction(), config.GetString("name", "log_cosh"));
}
