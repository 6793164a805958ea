using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Half the square of errors up to δ, and δ · |error| − δ²/2 beyond; the mean over the last axis. Outliers pull less than under the square.
/// </summary>
/// <param name="delta">δ, where the square becomes a straight line.</param>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">A name.</param>
/// <param name="dtype">The type to compute in; that of the predictions by default.</param>
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
