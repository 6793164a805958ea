using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>
/// How many of those predicted positive are: true positives / (true + false positives); 0 where nothing is predicted positive.
/// </summary>
/// <param name="thresholds">Predictions above one count as positive, 0 to 1; one half by default. Several give one figure each.</param>
/// <param name="topK">Only each sample's k largest predictions can be positive; whatever their value, unless thresholds are given.</param>
/// <param name="classId">The only class to watch; all by default.</param>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
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
