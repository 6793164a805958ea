using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Number of true positives.</summary>
/// <param name="thresholds">Decision thresholds, 0 to 1; predictions above one are positive. 0.5 by default; several result in one value
/// each.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
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

/// <summary>Number of true negatives.</summary>
/// <param name="thresholds">Decision thresholds, 0 to 1; predictions above one are positive. 0.5 by default; several result in one value
/// each.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
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

/// <summary>Number of false positives.</summary>
/// <param name="thresholds">Decision thresholds, 0 to 1; predictions above one are positive. 0.5 by default; several result in one value
/// each.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
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

/// <summary>Number of false negatives.</summary>
/// <param name="thresholds">Decision thresholds, 0 to 1; predictions above one are positive. 0.5 by default; several result in one value
/// each.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
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
