using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Categorical hinge loss: max(1 + the largest prediction of a wrong class − the prediction of the true class, 0), for one-hot targets.
/// </summary>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/hinge_losses/"/>.</remarks>
public sealed class CategoricalHinge(Reduction reduction = default, string name = "categorical_hinge", DType? dtype = null)
    : Loss(name, reduction, dtype)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var y = Ops.Cast(yTrue, yPred.DType);
        var right = Ops.Sum(y * yPred, axis: -1);
        var wrong = Ops.Max((1 - y) * yPred, axis: -1);
        return Ops.Maximum(wrong - right + 1, 0);
    }

    internal static CategoricalHinge FromConfig(Config config) => new(config.GetReduction(), config.GetString("name", "categorical_hinge"));
}
