using System.Text.Json.Nodes;
using Glassbox.Losses;
using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Base class of metrics computed from confusion counts at thresholds.</summary>
public abstract class ConfusionMetric : Metric
{
    private readonly int? topK;
    private readonly int? classId;

    private protected ConfusionMetric(string name, DType? dtype, ConfusionCounts counts, int? topK = null, int? classId = null)
        : base(name, dtype)
    {
        Counts = counts;
        this.topK = topK is null or >= 1 ? topK : throw new ArgumentOutOfRangeException(nameof(topK), topK,
            $"{name} needs topK of 1 or more; received {topK}.");
        this.classId = classId is null or >= 0 ? classId
            : throw new ArgumentOutOfRangeException(nameof(classId), classId, $"{name} needs a classId of 0 or more; received {classId}.");
    }

    private protected ConfusionCounts Counts { get; }

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <summary>Whether the labels of the last axis are counted separately.</summary>
    private protected virtual bool ByLabel => false;

    /// <inheritdoc/>
    public sealed override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = Loss.SameRank(yTrue, yPred);
        if (yTrue.Shape != yPred.Shape)
        {
            throw new ArgumentException($"{Name} needs targets of the shape of the predictions; received {yTrue.Shape} for predictions "
                + $"of shape {yPred.Shape}. Utils.ToCategorical converts class indices to one-hot.", nameof(yTrue));
        }

        var (y, predicted) = (Ops.Cast(yTrue, DType.Float64), Prepare(Ops.Cast(yPred, DType.Float64)));
        var weights = sampleWeight is null ? null : Ops.BroadcastTo(Loss.WeightsFor(predicted, sampleWeight), predicted.Shape);
        weights = WeightLabels(predicted, weights);
        if (topK is { } k)
        {
            predicted = OnlyTop(predicted, k);
        }

        if (classId is { } id)
        {
            if (id >= predicted.Shape[^1])
            {
                throw new ArgumentException($"{Name} evaluates class {id}, but the model returns {predicted.Shape[^1]} values, for the "
                    + $"classes 0 to {predicted.Shape[^1] - 1}.", nameof(yPred));
            }

            (y, predicted, weights) = (Of(y), Of(predicted), weights is null ? null : Of(weights));

            Tensor Of(Tensor x) => Ops.Take(x, id, x.Rank - 1);
        }

        Counts.Add(ByLabel ? predicted.Shape[^1] : 1, y.AsSpan<double>(), predicted.AsSpan<double>(),
            weights is null ? [] : weights.AsSpan<double>());
    }

    /// <inheritdoc/>
    public sealed override double Result() => Figures().Average();

    /// <inheritdoc/>
    public sealed override Tensor Results() => Figures() is [var only] ? only : Tensor.FromSpan<double>(Figures());

    /// <inheritdoc/>
    public sealed override void ResetState() => Counts.Reset();

    internal sealed override object? Gathered
    {
        get => Counts.Counted;
        set => Counts.Counted = ((double[], double[]))value!;
    }

    private protected abstract double[] Figures();

    /// <summary>Converts predictions to probabilities.</summary>
    private protected virtual Tensor Prepare(Tensor predicted) => predicted;

    /// <summary>Sample weights multiplied by label weights.</summary>
    private protected virtual Tensor? WeightLabels(Tensor predicted, Tensor? weights) => weights;

    /// <summary>a / b, or 0 if b is 0.</summary>
    private protected static double Ratio(double a, double b) => b == 0 ? 0 : a / b;

    /// <summary>The specified thresholds, or the default: 0.5, or with topK one below all of the k largest predictions.</summary>
    /// <exception cref="ArgumentException">A threshold is outside [0, 1].</exception>
    private protected static double[] CheckThresholds(Structure<double> thresholds, string name, int? topK = null)
    {
        if (thresholds.Any(threshold => threshold is not (>= 0 and <= 1)))
        {
            throw new ArgumentException($"{name} needs thresholds of 0 to 1; received {thresholds}.", nameof(thresholds));
        }

        return thresholds.Count > 0 ? [.. thresholds] : [topK is null ? 0.5 : NoThreshold];
    }

    /// <summary>Thresholds from a configuration: a list, one value, or null.</summary>
    private protected static Structure<double> ReadThresholds(Config config) =>
        config.GetNode("thresholds") is JsonValue ? config.GetDouble("thresholds") : config.GetDoublesOrNull("thresholds")
            ?? default(Structure<double>);

    private protected static JsonNode? Numbers(Structure<double> numbers) =>
        numbers.Count == 0 ? null : numbers.IsSingle ? JsonValue.Create(numbers.One)
            : new JsonArray([.. numbers.Select(number => JsonValue.Create(number))]);

    private protected static JsonNode? Numbers(double[]? numbers) => numbers is null ? null : Numbers((Structure<double>)numbers);

    // Below every real prediction, but not below predictions outside the top k, which are set to this value.
    private const double NoThreshold = -1e10;

    private static Tensor OnlyTop(Tensor predicted, int k)
    {
        var values = predicted.ToArray<double>();
        var classes = predicted.Shape[^1];
        for (var start = 0; start < values.Length; start += classes)
        {
            var row = values.AsSpan(start, classes);
            int[] byRank = [.. Enumerable.Range(0, classes)];
            var ranked = row.ToArray();
            Array.Sort(byRank, (a, b) => ranked[b].CompareTo(ranked[a]) is not 0 and var larger ? larger : a.CompareTo(b));
            foreach (var place in byRank.Skip(k))
            {
                row[place] = NoThreshold;
            }
        }

        return Tensor.FromSpan<double>(values, predicted.Shape);
    }
}
