using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Precision: true positives / (true positives + false positives); 0 if there are no positive predictions.</summary>
/// <param name="thresholds">Decision thresholds, 0 to 1; predictions above one are positive. 0.5 by default; several result in one value
/// each.</param>
/// <param name="topK">Only the k largest predictions of each sample can be positive; unless thresholds are specified, all k are.</param>
/// <param name="classId">The only class to evaluate; all by default.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <exception cref="ArgumentException">A threshold is outside [0, 1].</exception>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="topK"/> or <paramref name="classId"/> is too small.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class Precision(Structure<double> thresholds = default, int? topK = null, int? classId = null, string name = "precision",
    DType? dtype = null)
    : ConfusionMetric(name, dtype, new ConfusionCounts(CheckThresholds(thresholds, name, topK)), topK, classId)
{
    private readonly int? topK = topK;
    private readonly int? classId = classId;

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "thresholds", Numbers(thresholds) }, { "top_k", topK }, { "class_id", classId } };

    private protected override double[] Figures()
    {
        var counts = Counts.For(0);
        return [.. counts.TruePositives.Zip(counts.FalsePositives, (right, wrong) => Ratio(right, right + wrong))];
    }

    internal static Precision FromConfig(Config config) =>
        new(ReadThresholds(config), config.GetInt32OrNull("top_k"), config.GetInt32OrNull("class_id"),
            config.GetString("name", "precision"));
}
