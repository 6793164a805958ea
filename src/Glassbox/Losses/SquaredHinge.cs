using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Squared hinge loss: the mean of max(1 − yTrue · yPred, 0)² over the last axis, for targets of −1 and 1; targets that are all 0 or 1 are
/// converted.
/// </summary>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/hinge_losses/"/>.</remarks>
public sealed class SquaredHinge(Reduction reduction = default, string name = "squared_hinge", DType? dtype = null)
    : Loss(name, reduction, dtype)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return Ops.Mean(Ops.Square(Ops.Maximum(1 - (Hinge.Signs(yTrue, yPred.DType) * yPred), 0)), axis: -1);
    }

    internal static SquaredHinge FromConfig(Config config) => new(config.GetReduction(), config.GetString("name", "squared_hinge"));
}
