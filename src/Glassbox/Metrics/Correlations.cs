using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Mean Pearson correlation coefficient of targets and predictions, −1 to 1; NaN if either is constant.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="axis">Axis along which the coefficient is computed; the last by default.</param>
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
/// Mean concordance correlation coefficient (Lin) of targets and predictions: 2 · covariance / (sum of the variances + (difference of the
/// means)²); 1 only if they are equal.
/// </summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="axis">Axis along which the coefficient is computed; the last by default.</param>
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
