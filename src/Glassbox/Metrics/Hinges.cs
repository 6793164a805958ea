using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>The mean of max(1 − yTrue · yPred, 0), for targets that are −1 or 1, or 0 or 1.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/hinge_metrics/"/>.</remarks>
public sealed class HingeMetric(string name = "hinge", DType? dtype = null) : LossMetric(name, dtype, new Losses.Hinge())
{
    internal static HingeMetric FromConfig(Config config) => new(config.GetString("name", "hinge"));
}

/// <summary>The mean of max(1 − yTrue · yPred, 0)², for targets that are −1 or 1, or 0 or 1.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/hinge_metrics/"/>.</remarks>
public sealed class SquaredHingeMetric(string name = "squared_hinge", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.SquaredHinge())
{
    internal static SquaredHingeMetric FromConfig(Config config) => new(config.GetString("name", "squared_hinge"));
}

/// <summary>The mean of max(1 + the largest prediction of a wrong class − that of the right class, 0).</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/hinge_metrics/"/>.</remarks>
public sealed class CategoricalHingeMetric(string name = "categorical_hinge", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.CategoricalHinge())
{
    internal static CategoricalHingeMetric FromConfig(Config config) => new(config.GetString("name", "categorical_hinge"));
}
