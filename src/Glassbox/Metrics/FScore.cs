using Glassbox.Losses;
using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Base class of F-scores: (1 + β²) · precision · recall / (β² · precision + recall) per class.</summary>
public abstract class FScore : Metric
{
    private const double Epsilon = 1e-7;

    private readonly string? average;
    private readonly double? threshold;
    private readonly double beta;
    private Counts? gathered;

    private protected FScore(string? average, double beta, double? threshold, string name, DType? dtype)
        : base(name, dtype)
    {
        this.average = average is null or "micro" or "macro" or "weighted"
            ? average
            : throw new ArgumentException($"{name} averages by micro, macro, weighted or not at all (null); received '{average}'.",
            nameof(average));
        this.beta = beta > 0 ? beta : throw new ArgumentOutOfRangeException(nameof(beta), $"{beta}",
            $"{name} needs beta of more than 0; received {beta}.");
        this.threshold = threshold is null or (> 0 and <= 1)
            ? threshold
            : throw new ArgumentOutOfRangeException(nameof(threshold), $"{threshold}",
            $"{name} needs a threshold of more than 0 and up to 1; received {threshold}.");
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "average", average }, { "threshold", threshold } };

    /// <inheritdoc/>
    public sealed override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    public sealed override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = Loss.SameRank(yTrue, yPred);
        if (yPred.Rank != 2 || yTrue.Shape != yPred.Shape)
        {
            throw new ArgumentException($"{Name} needs targets and predictions of one shape, (samples, classes); received {yTrue.Shape} "
                + $"and {yPred.Shape}. Utils.ToCategorical converts class indices to one-hot.", nameof(yTrue));
        }

        var (y, p) = (Ops.Cast(yTrue, DType.Float64), Ops.Cast(yPred, DType.Float64));
        var chosen = Ops.Cast(threshold is { } above ? p > above
            : Ops.LogicalAnd(p >= Ops.Max(p, axis: -1, keepdims: true), Ops.Abs(p) > 1e-9), DType.Float64);
        var weights = sampleWeight is null ? Ops.OnesLike(y) : Ops.BroadcastTo(Loss.WeightsFor(y, sampleWeight), y.Shape);
        gathered = new Counts(
            Add(gathered?.Right, chosen * y * weights), Add(gathered?.Wrong, chosen * (1 - y) * weights),
            Add(gathered?.Missed, (1 - chosen) * y * weights), Add(gathered?.Present, y * weights));
    }

    /// <inheritdoc/>
    public sealed override double Result() => Scores(gathered).Average();

    /// <inheritdoc/>
    public sealed override Tensor Results() => average is null ? Tensor.FromSpan<double>(Scores(gathered)) : Result();

    /// <inheritdoc/>
    public sealed override void ResetState() => gathered = null;

    internal sealed override Figure Snapshot()
    {
        var now = gathered;
        return new(() => Scores(now).Average());
    }

    internal sealed override object? Gathered
    {
        get => gathered;
        set => gathered = (Counts?)value;
    }

    private Tensor Add(Tensor? before, Tensor batch)
    {
        var sums = average == "micro" ? Ops.Reshape(Ops.Sum(batch), [1]) : Ops.Sum(batch, axis: 0);
        return (before is null ? sums : before + sums).Copy();
    }

    private double[] Scores(Counts? counts)
    {
        if (counts is null)
        {
            return [0];
        }

        var (right, wrong) = (counts.Right.ToArray<double>(), counts.Wrong.ToArray<double>());
        var (missed, present) = (counts.Missed.ToArray<double>(), counts.Present.ToArray<double>());
        double[] scores = [.. right.Select((hits, i) => Score(hits, wrong[i], missed[i]))];
        return average switch
        {
            null => scores,
            "weighted" => [scores.Zip(present, (score, weight) => score * weight).Sum() / (present.Sum() + Epsilon)],
            _ => [scores.Average()],
        };
    }

    private double Score(double right, double wrong, double missed)
    {
        var precision = right / (right + wrong + Epsilon);
        var recall = right / (right + missed + Epsilon);
        return (1 + (beta * beta)) * precision * recall / ((beta * beta * precision) + recall + Epsilon);
    }

    /// <summary>Counts per class: true positives, false positives, false negatives, and all positives.</summary>
    private sealed record Counts(Tensor Right, Tensor Wrong, Tensor Missed, Tensor Present);
}

/// <summary>F1 score: the harmonic mean of precision and recall per class.</summary>
/// <param name="average">Averaging over classes: <c>micro</c> pools the counts of all classes, <c>macro</c> is the unweighted mean,
/// <c>weighted</c> the mean weighted by class frequency; null returns one score per class.</param>
/// <param name="threshold">Predictions above it are positive; by default the largest of each sample is.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <exception cref="ArgumentException">The average is unknown.</exception>
/// <exception cref="ArgumentOutOfRangeException">The threshold is outside (0, 1].</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class F1Score(string? average = null, double? threshold = null, string name = "f1_score", DType? dtype = null)
    : FScore(average, 1, threshold, name, dtype)
{
    internal static F1Score FromConfig(Config config) =>
        new(config.GetStringOrNull("average"), config.GetDoubleOrNull("threshold"), config.GetString("name", "f1_score"));
}

/// <summary>F-beta score: (1 + β²) · precision · recall / (β² · precision + recall) per class.</summary>
/// <param name="average">Averaging over classes: <c>micro</c> pools the counts of all classes, <c>macro</c> is the unweighted mean,
/// <c>weighted</c> the mean weighted by class frequency; null returns one score per class.</param>
/// <param name="beta">β: weight of recall relative to precision; 1 by default.</param>
/// <param name="threshold">Predictions above it are positive; by default the largest of each sample is.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <exception cref="ArgumentException">The average is unknown.</exception>
/// <exception cref="ArgumentOutOfRangeException">β is 0 or less, or the threshold is outside (0, 1].</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/classification_metrics/"/>.</remarks>
public sealed class FBetaScore(string? average = null, double beta = 1, double? threshold = null, string name = "fbeta_score",
    DType? dtype = null) : FScore(average, beta, threshold, name, dtype)
{
    private readonly double beta = beta;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "beta", beta } };

    internal static FBetaScore FromConfig(Config config) =>
        new(config.GetStringOrNull("average"), config.GetDouble("beta", 1), config.GetDoubleOrNull("threshold"),
            config.GetString("name", "fbeta_score"));
}
