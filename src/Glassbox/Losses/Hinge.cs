using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Hinge loss: the mean of max(1 − yTrue · yPred, 0) over the last axis, for targets of −1 and 1; targets that are all 0 or 1 are
/// converted.
/// </summary>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/hinge_losses/"/>.</remarks>
public sealed class Hinge(Reduction reduction = default, string name = "hinge", DType? dtype = null) : Loss(name, reduction, dtype)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return Ops.Mean(Ops.Maximum(1 - (Signs(yTrue, yPred.DType) * yPred), 0), axis: -1);
    }

    internal static Hinge FromConfig(Config config) => new(config.GetReduction(), config.GetString("name", "hinge"));

    /// <summary>Targets converted to −1 and 1 if they are 0 and 1.</summary>
    internal static Tensor Signs(Tensor yTrue, DType dtype)
    {
        var y = Ops.Cast(yTrue, dtype);
        var binary = (bool)Ops.All(Ops.LogicalOr(Ops.Equal(y, 0), Ops.Equal(y, 1)));
        return binary ? (y * 2) - 1 : y;
    }
}
