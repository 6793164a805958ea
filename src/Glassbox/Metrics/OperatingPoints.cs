using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>The best precision over all thresholds with at least the given recall; 0 if there is none.</summary>
/// <param name="recall">Minimum recall, 0 to 1.</param>
/// <param name="numThresholds">Number of thresholds between 0 and 1 to evaluate; 200 by default.</param>
/// <param name="classId">The only class to evaluate; all by default.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class PrecisionAtRecall(double recall, int numThresholds = 200, int? classId = null, string name = "precision_at_recall",
    DType? dtype = null)
    : OperatingPoint(name, dtype, recall, nameof(recall), numThresholds, classId)
{
    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "class_id", ClassId }, { "num_thresholds", NumThresholds }, { "recall", Value } };

    private protected override (double Constrained, double Best) Pair(double tp, double fp, double tn, double fn) =>
        (Ratio(tp, tp + fn), Ratio(tp, tp + fp));

    internal static PrecisionAtRecall FromConfig(Config config) =>
        new(config.GetDouble("recall"), config.GetInt32("num_thresholds", 200), config.GetInt32OrNull("class_id"),
            config.GetString("name", "precision_at_recall"));
}

/// <summary>The best recall over all thresholds with at least the given precision; 0 if there is none.</summary>
/// <param name="precision">Minimum precision, 0 to 1.</param>
/// <param name="numThresholds">Number of thresholds between 0 and 1 to evaluate; 200 by default.</param>
/// <param name="classId">The only class to evaluate; all by default.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class RecallAtPrecision(double precision, int numThresholds = 200, int? classId = null, string name = "recall_at_precision",
    DType? dtype = null)
    : OperatingPoint(name, dtype, precision, nameof(precision), numThresholds, classId)
{
    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "class_id", ClassId }, { "num_thresholds", NumThresholds }, { "precision", Value } };

    private protected override (double Constrained, double Best) Pair(double tp, double fp, double tn, double fn) =>
        (Ratio(tp, tp + fp), Ratio(tp, tp + fn));

    internal static RecallAtPrecision FromConfig(Config config) =>
        new(config.GetDouble("precision"), config.GetInt32("num_thresholds", 200), config.GetInt32OrNull("class_id"),
            config.GetString("name", "recall_at_precision"));
}

/// <summary>
/// The best sensitivity (recall) over all thresholds with at least the given specificity, true negatives / (true negatives + false
/// positives); 0 if there is none.
/// </summary>
/// <param name="specificity">Minimum specificity, 0 to 1.</param>
/// <param name="numThresholds">Number of thresholds between 0 and 1 to evaluate; 200 by default.</param>
/// <param name="classId">The only class to evaluate; all by default.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class SensitivityAtSpecificity(double specificity, int numThresholds = 200, int? classId = null,
    string name = "sensitivity_at_specificity", DType? dtype = null)
    : OperatingPoint(name, dtype, specificity, nameof(specificity), numThresholds, classId)
{
    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "class_id", ClassId }, { "num_thresholds", NumThresholds }, { "specificity", Value } };

    private protected override (double Constrained, double Best) Pair(double tp, double fp, double tn, double fn) =>
        (Ratio(tn, tn + fp), Ratio(tp, tp + fn));

    internal static SensitivityAtSpecificity FromConfig(Config config) =>
        new(config.GetDouble("specificity"), config.GetInt32("num_thresholds", 200), config.GetInt32OrNull("class_id"),
            config.GetString("name", "sensitivity_at_specificity"));
}

/// <summary>
/// The best specificity, true negatives / (true negatives + false positives), over all thresholds with at least the given sensitivity
/// (recall); 0 if there is none.
/// </summary>
/// <param name="sensitivity">Minimum sensitivity, 0 to 1.</param>
/// <param name="numThresholds">Number of thresholds between 0 and 1 to evaluate; 200 by default.</param>
/// <param name="classId">The only class to evaluate; all by default.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class SpecificityAtSensitivity(double sensitivity, int numThresholds = 200, int? classId = null,
    string name = "specificity_at_sensitivity", DType? dtype = null)
    : OperatingPoint(name, dtype, sensitivity, nameof(sensitivity), numThresholds, classId)
{
    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "class_id", ClassId }, { "num_thresholds", NumThresholds }, { "sensitivity", Value } };

    private protected override (double Constrained, double Best) Pair(double tp, double fp, double tn, double fn) =>
        (Ratio(tp, tp + fn), Ratio(tn, tn + fp));

    internal static SpecificityAtSensitivity FromConfig(Config config) =>
        new(config.GetDouble("sensitivity"), config.GetInt32("num_thresholds", 200), config.GetInt32OrNull("class_id"),
            config.GetString("name", "specificity_at_sensitivity"));
}
