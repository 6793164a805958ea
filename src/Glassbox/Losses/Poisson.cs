using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>yPred − yTrue · log(yPred), the mean over the last axis, for targets that count events.</summary>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">A name.</param>
/// <param name="dtype">The type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/probabilistic_losses/"/>.</remarks>
public sealed class Poisson(Reduction reduction = default, string name = "poisson", DType? dtype = null) : Loss(name, reduction, dtype)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return Ops.Mean(yPred - (Ops.Cast(yTrue, yPred.DType) * Ops.Log(yPred + Epsilon)), axis: -1);
    }

    internal static Poisson FromConfig(Config config) => new(config.GetReduction(), config.GetString("name", "poisson"));
}
