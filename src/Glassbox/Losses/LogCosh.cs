using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// log(cosh(yPred − yTrue)), the mean over the last axis: about half the square of a small error, and |error| − log 2 of a large one.
/// </summary>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">A name.</param>
/// <param name="dtype">The type to compute in; that of the predictions by default.</param>
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
