using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Mean hinge loss: max(1 − yTrue · yPred, 0), for targets of −1 and 1, or 0 and 1.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/hinge_metrics/"/>.</remarks>
public sealed class HingeMetric(string name = "hinge", DType? dtype = null) : LossMetric(name, dtype, new Losses.Hinge())
{
    internal static HingeMetric FromConfig(Config config) => new(config.GetString("name", "hinge"));
}

/// <summary>Mean squared hinge loss: max(1 − yTrue · yPred, 0)², for targets of −1 and 1, or 0 and 1.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/hinge_metrics/"/>.</remarks>
public sealed class SquaredHingeMetric(string name = "squared_hinge", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.SquaredHinge())
{
    internal static SquaredHingeMetric FromConfig(Config config) => new(config.GetString("name", "squared_hinge"));
}

/// <summary>Mean categorical hinge loss: max(1 + the largest prediction of a wrong class − the prediction of the true class, 0).</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/hinge_metrics/"/>.</remarks>
public sealed class CategoricalHingeMetric(string name = "categorical_hinge", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.CategoricalHinge())
{
    internal static CategoricalHingeMetric FromConfig(Config config) => new(config.GetString("name", "categorical_hinge"));
}
