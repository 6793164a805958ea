using Glassbox.Losses;
using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>
/// Coefficient of determination per output: 1 − Σ(yTrue − yPred)² / Σ(yTrue − mean)². 1 is perfect, 0 equals predicting the mean, negative
/// values are worse.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/metrics/regression_metrics/"/>.</remarks>
public sealed class R2Score : Metric
{
    private readonly string? classAggregation;
    private readonly int numRegressors;
    private Sums? gathered;

    /// <summary>Creates the metric.</summary>
    /// <param name="classAggregation">Averaging over outputs: <c>uniform_average</c>, <c>variance_weighted_average</c>, or null for one
    /// score per output; uniform_average by default.</param>
    /// <param name="numRegressors">Number of independent variables, for the adjusted coefficient; 0 (default) for the plain one.</param>
    /// <param name="name">Key in the logs.</param>
    /// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
    /// <exception cref="ArgumentException">The aggregation is unknown.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="numRegressors"/> is negative.</exception>
    public R2Score(string? classAggregation = "uniform_average", int numRegressors = 0, string name = "r2_score", DType? dtype = null)
        : base(name, dtype)
    {
        this.classAggregation = classAggregation is null or "uniform_average" or "variance_weighted_average"
            ? classAggregation
            : throw new ArgumentException($"{name} aggregates by uniform_average, variance_weighted_average or not at all (null); "
            + $"received '{classAggregation}'.", nameof(classAggregation));
        this.numRegressors = numRegressors >= 0
            ? numRegressors
            : throw new ArgumentOutOfRangeException(nameof(numRegressors), numRegressors,
            $"{name} needs numRegressors of 0 or more; received {numRegressors}.");
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "class_aggregation", classAggregation }, { "num_regressors", numRegressors } };

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    public override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = Loss.SameRank(yTrue, yPred);
        if (yPred.Rank != 2 || yTrue.Shape != yPred.Shape)
        {
            throw new ArgumentException($"{Name} needs targets and predictions of one shape, (samples, outputs); received {yTrue.Shape} "
                + $"and {yPred.Shape}.", nameof(yTrue));
        }

        var (y, predicted) = (Ops.Cast(yTrue, DType.Float64), Ops.Cast(yPred, DType.Float64));
        var weights = sampleWeight is null ? Ops.OnesLike(y) : Ops.BroadcastTo(Loss.WeightsFor(y, sampleWeight), y.Shape);
        gathered = new Sums(
            Add(gathered?.Values, y * weights), Add(gathered?.Squares, Ops.Square(y) * weights),
            Add(gathered?.Residual, Ops.Square(y - predicted) * weights), Add(gathered?.Weights, weights), (gathered?.Count ?? 0) + y.Size);

        static Tensor Add(Tensor? before, Tensor batch) =>
            (before is null ? Ops.Sum(batch, axis: 0) : before + Ops.Sum(batch, axis: 0)).Copy();
    }

    /// <inheritdoc/>
    public override double Result() => (double)Ops.Mean(Results());

    /// <inheritdoc/>
    public override Tensor Results() => Score(gathered);

    private Tensor Score(Sums? sums)
    {
        if (sums is null)
        {
            return 0.0;
        }

        var (sum, squares, residual, weights, count) = sums;
        var total = squares - (sum * sum / weights);
        var scores = 1 - (residual / total);
        scores = Ops.Where(Ops.IsFinite(scores), scores, Ops.ZerosLike(scores));
        var score = classAggregation switch
        {
            "uniform_average" => Ops.Mean(scores),
            "variance_weighted_average" => Ops.Sum(total * scores) / Ops.Sum(total),
            _ => scores,
        };

        // Keras 3.15 uses the number of values here, not of samples.
        return numRegressors == 0 || numRegressors >= count - 1 ? score : 1 - ((1 - score) * (count - 1.0) / (count - numRegressors - 1.0));
    }

    /// <inheritdoc/>
    public override void ResetState() => gathered = null;

    internal override Figure Snapshot()
    {
        var now = gathered;
        return new(() => (double)Ops.Mean(Score(now)));
    }

    internal override object? Gathered
    {
        get => gathered;
        set => gathered = (Sums?)value;
    }

    internal static R2Score FromConfig(Config config) => new(
        config.Contains("class_aggregation") ? config.GetStringOrNull("class_aggregation") : "uniform_average",
        config.GetInt32("num_regressors", 0), config.GetString("name", "r2_score"));

    /// <summary>Sums over the samples per output, and the number of values.</summary>
    private sealed record Sums(Tensor Values, Tensor Squares, Tensor Residual, Tensor Weights, long Count);
}
