using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>Kullback–Leibler divergence: Σ yTrue · log(yTrue / yPred) over the last axis, for probability distributions.</summary>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/probabilistic_losses/"/>.</remarks>
public sealed class KLDivergence(Reduction reduction = default, string name = "kl_divergence", DType? dtype = null)
    : Loss(name, reduction, dtype)
{
    internal override bool? FromLogits => false;

    internal override bool TakesLogits => false;

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var y = Ops.Clip(Ops.Cast(yTrue, yPred.DType), Epsilon, 1);
        return Ops.Sum(y * Ops.Log(y / Ops.Clip(yPred, Epsilon, 1)), axis: -1);
    }

    internal static KLDivergence FromConfig(Config config) => new(config.GetReduction(), config.GetString("name", "kl_divergence"));
}
