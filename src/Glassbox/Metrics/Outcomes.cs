using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>How many are positive and predicted so.</summary>
/// <param name="thresholds">Predictions above one count as positive, 0 to 1; one half by default. Several give one figure each.</param>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <exception cref="ArgumentException">A threshold is outside [0, 1].</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class TruePositives(Structure<double> thresholds = default, string name = "true_positives", DType? dtype = null)
    : ConfusionMetric(name, dtype, new ConfusionCounts(CheckThresholds(thresholds, name)))
{
    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "thresholds", Numbers(thresholds) } };

    private protected override double[] Figures() => Counts.For(0).TruePositives;

    internal static TruePositives FromConfig(Config config) => new(ReadThresholds(config), config.GetString("name", "true_positives"));
}

/// <summary>How many are negative and predicted so.</summary>
/// <param name="thresholds">Predictions above one count as positive, 0 to 1; one half by default. Several give one figure each.</param>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <exception cref="ArgumentException">A threshold is outside [0, 1].</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class TrueNegatives(Structure<double> thresholds = default, string name = "true_negatives", DType? dtype = null)
    : ConfusionMetric(name, dtype, new ConfusionCounts(CheckThresholds(thresholds, name)))
{
    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "thresholds", Numbers(thresholds) } };

    private protected override double[] Figures() => Counts.For(0).TrueNegatives;

    internal static TrueNegatives FromConfig(Config config) => new(ReadThresholds(config), config.GetString("name", "true_negatives"));
}

/// <summary>How many are negative and predicted positive.</summary>
/// <param name="thresholds">Predictions above one count as positive, 0 to 1; one half by default. Several give one figure each.</param>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <exception cref="ArgumentException">A threshold is outside [0, 1].</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class FalsePositives(Structure<double> thresholds = default, string name = "false_positives", DType? dtype = null)
    : ConfusionMetric(name, dtype, new ConfusionCounts(CheckThresholds(thresholds, name)))
{
    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "thresholds", Numbers(thresholds) } };

    /// <inheritdoc/>
    public override bool? LargerIsBetter => false;

    private protected override double[] Figures() => Counts.For(0).FalsePositives;

    internal static FalsePositives FromConfig(Config config) => new(ReadThresholds(config), config.GetString("name", "false_positives"));
}

/// <summary>How many are positive and predicted negative.</summary>
/// <param name="thresholds">Predictions above one count as positive, 0 to 1; one half by default. Several give one figure each.</param>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <exception cref="ArgumentException">A threshold is outside [0, 1].</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class FalseNegatives(Structure<double> thresholds = default, string name = "false_negatives", DType? dtype = null)
    : ConfusionMetric(name, dtype, new ConfusionCounts(CheckThresholds(thresholds, name)))
{
    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "thresholds", Numbers(thresholds) } };

    /// <inheritdoc/>
    public override bool? LargerIsBetter => false;

    private protected override double[] Figures() => Counts.For(0).FalseNegatives;

    internal static FalseNegatives FromConfig(Config config) => new(ReadThresholds(config), config.GetString("name", "false_negatives"));
}
