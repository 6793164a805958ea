using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Huber loss: error² / 2 for |error| up to δ, otherwise δ · |error| − δ² / 2; the mean over the last axis. Less sensitive to outliers than
/// the squared error.
/// </summary>
/// <param name="delta">δ: error at which the loss changes from quadratic to linear; 1 by default.</param>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/regression_losses/#huber-class"/>.</remarks>
public sealed class Huber(double delta = 1, Reduction reduction = default, string name = "huber_loss", DType? dtype = null)
    : Loss(name, reduction, dtype)
{
    private readonly double delta = Setting.NotNegative(delta);

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "delta", delta } };

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var error = Ops.Abs(yPred - Ops.Cast(yTrue, yPred.DType));
        return Ops.Mean(Ops.Where(error <= delta, Ops.Square(error) * 0.5, (error * delta) - (0.5 * delta * delta)), axis: -1);
    }

    internal static Huber FromConfig(Config config) =>
        new(config.GetDouble("delta", 1), config.GetReduction(), config.GetString("name", "huber_loss"));
}
