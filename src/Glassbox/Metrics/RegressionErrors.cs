using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Mean squared error: the mean of (yTrue − yPred)².</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class MeanSquaredErrorMetric(string name = "mean_squared_error", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.MeanSquaredError())
{
    internal static MeanSquaredErrorMetric FromConfig(Config config) => new(config.GetString("name", "mean_squared_error"));
}

/// <summary>Mean absolute error: the mean of |yTrue − yPred|.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class MeanAbsoluteErrorMetric(string name = "mean_absolute_error", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.MeanAbsoluteError())
{
    internal static MeanAbsoluteErrorMetric FromConfig(Config config) => new(config.GetString("name", "mean_absolute_error"));
}

/// <summary>Mean absolute percentage error: the mean of 100 · |yTrue − yPred| / |yTrue|.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class MeanAbsolutePercentageErrorMetric(string name = "mean_absolute_percentage_error", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.MeanAbsolutePercentageError())
{
    internal static MeanAbsolutePercentageErrorMetric FromConfig(Config config) =>
        new(config.GetString("name", "mean_absolute_percentage_error"));
}

/// <summary>Mean squared logarithmic error: the mean of (log(yTrue + 1) − log(yPred + 1))².</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class MeanSquaredLogarithmicErrorMetric(string name = "mean_squared_logarithmic_error", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.MeanSquaredLogarithmicError())
{
    internal static MeanSquaredLogarithmicErrorMetric FromConfig(Config config) =>
        new(config.GetString("name", "mean_squared_logarithmic_error"));
}

/// <summary>Log-cosh error: the mean of log(cosh(yPred − yTrue)).</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class LogCoshError(string name = "logcosh", DType? dtype = null) : LossMetric(name, dtype, new Losses.LogCosh())
{
    internal static LogCoshError FromConfig(Config config) => new(config.GetString("name", "logcosh"));
}

/// <summary>Root mean squared error: the square root of the mean of (yTrue − yPred)².</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class RootMeanSquaredError(string name = "root_mean_squared_error", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => false;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return Ops.Square(yPred - Ops.Cast(yTrue, yPred.DType));
    }

    private protected override double Finish(double mean) => Math.Sqrt(mean);

    internal static RootMeanSquaredError FromConfig(Config config) => new(config.GetString("name", "root_mean_squared_error"));
}

/// <summary>
/// Mean cosine similarity of targets and predictions; 1 for the same direction. The loss of the same name is its negative.
/// </summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="axis">Axis of the vectors; the last by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class CosineSimilarityMetric(string name = "cosine_similarity", DType? dtype = null, int axis = -1) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return Losses.CosineSimilarity.Cosine(Ops.Cast(yTrue, yPred.DType), yPred, axis);
    }

    internal static CosineSimilarityMetric FromConfig(Config config) =>
        new(config.GetString("name", "cosine_similarity"), null, config.GetInt32("axis", -1));
}
