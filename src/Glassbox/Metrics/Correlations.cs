using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>
/// The mean correlation coefficient of targets and predictions (Pearson): 1 where they rise and fall together, −1 where against each other.
/// Where one of them does not vary, NaN.
/// </summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="axis">The axis along which values are compared.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class PearsonCorrelation(string name = "pearson_correlation", DType? dtype = null, int axis = -1) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axis", axis } };

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return Ops.Mean(Standardized(Ops.Cast(yTrue, yPred.DType)) * Standardized(yPred), axis);

        Tensor Standardized(Tensor x)
        {
            var centered = x - Ops.Mean(x, axis, keepdims: true);
            return centered / Ops.Std(centered, axis, keepdims: true);
        }
    }

    internal static PearsonCorrelation FromConfig(Config config) =>
        new(config.GetString("name", "pearson_correlation"), null, config.GetInt32("axis", -1));
}

/// <summary>
/// The mean concordance coefficient of targets and predictions (Lin), 2 · covariance / (variances + (difference of the means)²): 1 only
/// where they are equal.
/// </summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="axis">The axis along which values are compared.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class ConcordanceCorrelation(string name = "concordance_correlation", DType? dtype = null, int axis = -1)
    : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axis", axis } };

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var y = Ops.Cast(yTrue, yPred.DType);
        var (meanTrue, meanPred) = (Ops.Mean(y, axis, keepdims: true), Ops.Mean(yPred, axis, keepdims: true));
        var covariance = Ops.Mean((y - meanTrue) * (yPred - meanPred), axis, keepdims: true);
        var spread = Ops.Square(meanTrue - meanPred) + Ops.Var(y, axis, keepdims: true) + Ops.Var(yPred, axis, keepdims: true);
        return Ops.Squeeze(covariance * 2 / (spread + 1e-7), axis);
    }

    internal static ConcordanceCorrelation FromConfig(Config config) =>
        new(config.GetString("name", "concordance_correlation"), null, config.GetInt32("axis", -1));
}
