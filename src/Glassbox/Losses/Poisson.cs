using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>Poisson loss: the mean of yPred − yTrue · log(yPred) over the last axis, for count targets.</summary>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
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
