using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>The mean of (yTrue − yPred)².</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class MeanSquaredErrorMetric(string name = "mean_squared_error", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.MeanSquaredError())
{
    internal static MeanSquaredErrorMetric FromConfig(Config config) => new(config.GetString("name", "mean_squared_error"));
}

/// <summary>The mean of |yTrue − yPred|.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class MeanAbsoluteErrorMetric(string name = "mean_absolute_error", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.MeanAbsoluteError())
{
    internal static MeanAbsoluteErrorMetric FromConfig(Config config) => new(config.GetString("name", "mean_absolute_error"));
}

/// <summary>The mean of 100 · |yTrue − yPred| / |yTrue|.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class MeanAbsolutePercentageErrorMetric(string name = "mean_absolute_percentage_error", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.MeanAbsolutePercentageError())
{
    internal static MeanAbsolutePercentageErrorMetric FromConfig(Config config) =>
        new(config.GetString("name", "mean_absolute_percentage_error"));
}

/// <summary>The mean of (log(yTrue + 1) − log(yPred + 1))².</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class MeanSquaredLogarithmicErrorMetric(string name = "mean_squared_logarithmic_error", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.MeanSquaredLogarithmicError())
{
    internal static MeanSquaredLogarithmicErrorMetric FromConfig(Config config) =>
        new(config.GetString("name", "mean_squared_logarithmic_error"));
}

/// <summary>The mean of log(cosh(yPred − yTrue)).</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class LogCoshError(string name = "logcosh", DType? dtype = null) : LossMetric(name, dtype, new Losses.LogCosh())
{
    internal static LogCoshError FromConfig(Config config) => new(config.GetString("name", "logcosh"));
}

/// <summary>The root of the mean of (yTrue − yPred)².</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
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
/// The mean cosine of the angle between target and prediction: 1 for the same direction. The loss of that name is its negative.
/// </summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="axis">The axis along which the vectors lie.</param>
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
