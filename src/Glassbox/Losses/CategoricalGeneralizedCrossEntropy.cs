using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Generalized crossentropy: (1 − p^q) / q, with p the predicted probability of the true class, for integer class targets with label noise.
/// It interpolates between crossentropy (q → 0) and the absolute error (q → 1).
/// </summary>
/// <remarks>Source: Zhang and Sabuncu, 2018; <see href="https://keras.io/api/losses/probabilistic_losses/"/>.</remarks>
public sealed class CategoricalGeneralizedCrossEntropy : Loss
{
    private readonly double q;

    /// <summary>Creates the loss.</summary>
    /// <param name="q">q: robustness to label noise, between 0 and 1 (exclusive); 0.5 by default.</param>
    /// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
    /// <param name="name">Name of the loss.</param>
    /// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">q is not between 0 and 1.</exception>
    public CategoricalGeneralizedCrossEntropy(double q = 0.5, Reduction reduction = default,
        string name = "categorical_generalized_cross_entropy", DType? dtype = null)
        : base(name, reduction, dtype) =>
        this.q = q is > 0 and < 1 ? q : throw new ArgumentOutOfRangeException(nameof(q), $"{q}", $"{name} needs 0 < q < 1; received {q}.");

    internal override bool? FromLogits => false;

    internal override bool TakesLogits => false;

    internal override int? ClassAxis => -1;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "q", q } };

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        var labels = ClassNumbers.Check(yTrue, yPred, Name);
        var p = Ops.Sum(Ops.OneHot(labels, yPred.Shape[^1], yPred.DType) * yPred, axis: -1);
        return (1 - Ops.Power(p, q)) / q;
    }

    internal static CategoricalGeneralizedCrossEntropy FromConfig(Config config) =>
        new(config.GetDouble("q", 0.5), config.GetReduction(), config.GetString("name", "categorical_generalized_cross_entropy"));
}
