using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>
/// Area under the ROC curve (true positive rate over false positive rate; 1 is perfect, 0.5 is chance) or the PR curve (precision over
/// recall), approximated from points at many thresholds. The counts at each threshold are exact.
/// </summary>
/// <remarks>
/// Source: <see href="https://keras.io/api/metrics/classification_metrics/#auc-class"/>; the interpolation of PR curves: Davis and
/// Goadrich, 2006; gains: Flach and Kull, 2015.
/// </remarks>
public sealed class AUC : ConfusionMetric
{
    private readonly int numThresholds;
    private readonly string curve;
    private readonly string summationMethod;
    private readonly double[]? thresholds;
    private readonly bool multiLabel;
    private readonly int? numLabels;
    private readonly double[]? labelWeights;
    private readonly bool fromLogits;

    /// <summary>Creates the metric.</summary>
    /// <param name="numThresholds">Number of thresholds, evenly spaced from 0 to 1; 2 or more. 200 by default.</param>
    /// <param name="curve"><c>ROC</c>, <c>PR</c>, or <c>PRGAIN</c>: precision gain over recall gain; ROC by default.</param>
    /// <param name="summationMethod">Integration between points: <c>interpolation</c>, <c>minoring</c> (lower sum) or <c>majoring</c>
    /// (upper sum); interpolation by default.</param>
    /// <param name="name">Key in the logs.</param>
    /// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
    /// <param name="thresholds">Custom thresholds between 0 and 1, instead of evenly spaced ones.</param>
    /// <param name="multiLabel">Whether to compute one curve per label of the last axis and average their areas.</param>
    /// <param name="numLabels">Number of labels, if known.</param>
    /// <param name="labelWeights">Weights of the labels.</param>
    /// <param name="fromLogits">Whether predictions are logits rather than probabilities (sigmoid outputs).</param>
    /// <exception cref="ArgumentException">A name is unknown, or settings contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 thresholds.</exception>
    public AUC(
        int numThresholds = 200, string curve = "ROC", string summationMethod = "interpolation", string name = "auc", DType? dtype = null,
        Structure<double> thresholds = default, bool multiLabel = false, int? numLabels = null, IReadOnlyList<double>? labelWeights = null,
        bool fromLogits = false)
        : base(name, dtype, Points(numThresholds, thresholds, name))
    {
        this.curve = curve.ToUpperInvariant() is "ROC" or "PR" or "PRGAIN"
            ? curve.ToUpperInvariant()
            : throw new ArgumentException($"{name} supports the curves ROC, PR and PRGAIN; received '{curve}'.", nameof(curve));
        this.summationMethod = summationMethod is "interpolation" or "minoring" or "majoring"
            ? summationMethod
            : throw new ArgumentException($"{name} sums by interpolation, minoring or majoring; received '{summationMethod}'.",
            nameof(summationMethod));
        if (numLabels is not null && !multiLabel)
        {
            throw new ArgumentException($"{name} needs numLabels only where multiLabel is true.", nameof(numLabels));
        }

        if (labelWeights is not null && (labelWeights.Any(weight => !(weight >= 0))
            || (numLabels ?? labelWeights.Count) != labelWeights.Count))
        {
            throw new ArgumentException($"{name} needs one weight of 0 or more for each label; received "
                + $"[{NumberFormat.List(labelWeights)}].", nameof(labelWeights));
        }

        (this.numThresholds, this.thresholds, this.multiLabel, this.numLabels) =
            (thresholds.Count == 0 ? numThresholds : thresholds.Count + 2, thresholds.Count == 0 ? null : [.. thresholds], multiLabel,
            numLabels);
        (this.labelWeights, this.fromLogits) = (labelWeights?.ToArray(), fromLogits);
    }

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        var config = new Config(base.GetConfig())
        {
            { "num_thresholds", numThresholds }, { "curve", curve }, { "summation_method", summationMethod }, { "multi_label", multiLabel },
                { "num_labels", numLabels },
            { "label_weights", Numbers(labelWeights) }, { "from_logits", fromLogits },
        };
        if (thresholds is not null)
        {
            config.Add("thresholds", Numbers(thresholds));
        }

        return config;
    }

    private protected override bool ByLabel => multiLabel;

    internal static AUC FromConfig(Config config) => new(
        config.GetInt32("num_thresholds", 200), config.GetString("curve", "ROC"), config.GetString("summation_method", "interpolation"),
        config.GetString("name", "auc"), null, ReadThresholds(config), config.GetBoolean("multi_label", false),
        config.GetInt32OrNull("num_labels"), config.GetDoublesOrNull("label_weights"), config.GetBoolean("from_logits", false));

    private protected override Tensor Prepare(Tensor predicted) =>
        !multiLabel || (predicted.Rank > 1 && (numLabels ?? predicted.Shape[^1]) == predicted.Shape[^1])
        ? fromLogits ? Ops.Sigmoid(predicted) : predicted
        : throw new ArgumentException($"{Name} needs predictions of shape (samples, {(numLabels is { } count ? $"{count}" : "labels")}); "
        + $"received {predicted.Shape}.");

    private protected override Tensor? WeightLabels(Tensor predicted, Tensor? weights)
    {
        if (labelWeights is null || multiLabel)
        {
            return weights;
        }

        var labels = Ops.BroadcastTo(Tensor.FromSpan<double>(labelWeights), predicted.Shape);
        return weights is null ? labels : weights * labels;
    }

    private protected override double[] Figures()
    {
        double[] areas = [.. Enumerable.Range(0, Math.Max(1, Counts.Labels)).Select(Area)];
        return !multiLabel || labelWeights is null
            ? [areas.Average()]
            : [Ratio(areas.Zip(labelWeights, (area, weight) => area * weight).Sum(), labelWeights.Sum())];
    }

    private static ConfusionCounts Points(int numThresholds, Structure<double> thresholds, string name)
    {
        // End points just outside [0, 1], so that the curve includes the points where all and no predictions are positive.
        if (thresholds.Count > 0)
        {
            return new ConfusionCounts([-1e-7, .. CheckThresholds(thresholds, name).Order(), 1 + 1e-7]);
        }

        MemoryLimit.Take(sizeof(double) * (long)Math.Max(numThresholds, 0));
        return numThresholds >= 2
            ? new ConfusionCounts([.. Enumerable.Range(0, numThresholds).Select(i => (double)i / (numThresholds - 1))], evenly: true)
            : throw new ArgumentOutOfRangeException(nameof(numThresholds), numThresholds,
            $"{name} needs numThresholds of 2 or more; received {numThresholds}.");
    }

    private double Area(int label)
    {
        var (tp, fp, tn, fn) = Counts.For(label);
        var points = Enumerable.Range(0, Counts.Count - 1);
        if (curve == "PR" && summationMethod == "interpolation")
        {
            return points.Sum(i => Interpolated(i, tp, fp, fn));
        }

        var recall = tp.Zip(fn, (hit, missed) => Ratio(hit, hit + missed)).ToArray();
        var (x, y) = curve switch
        {
            "ROC" => (fp.Zip(tn, (wrong, right) => Ratio(wrong, wrong + right)).ToArray(), recall),
            "PR" => (recall, tp.Zip(fp, (right, wrong) => Ratio(right, right + wrong)).ToArray()),
            _ => Gains(tp, fp, tn, fn),
        };
        return points.Sum(i => (x[i] - x[i + 1]) * summationMethod switch
        {
            "minoring" => Math.Min(y[i], y[i + 1]),
            "majoring" => Math.Max(y[i], y[i + 1]),
            _ => (y[i] + y[i + 1]) / 2,
        });
    }

    /// <summary>
    /// Recall gain and precision gain: rescaled so that the base rate of positives maps to 0 and perfection to 1. Negative recall gains are
    /// clipped to 0. Without true positives neither is defined; recall gain is then 0 and precision gain 1.
    /// </summary>
    private static (double[] RecallGain, double[] PrecisionGain) Gains(double[] tp, double[] fp, double[] tn, double[] fn)
    {
        var (recall, precision) = (new double[tp.Length], new double[tp.Length]);
        for (var i = 0; i < tp.Length; i++)
        {
            var odds = Ratio(tp[i] + fn[i], tn[i] + fp[i]);
            recall[i] = tp[i] == 0 ? 0 : Math.Max(0, 1 - (odds * fn[i] / tp[i]));
            precision[i] = tp[i] == 0 ? 1 : 1 - (odds * fp[i] / tp[i]);
        }

        return (recall, precision);
    }

    /// <summary>The area between two points of a PR curve, with true positives, not precision, interpolated linearly.</summary>
    private static double Interpolated(int i, double[] tp, double[] fp, double[] fn)
    {
        var (p, next) = (tp[i] + fp[i], tp[i + 1] + fp[i + 1]);
        var gained = tp[i] - tp[i + 1];
        var slope = Ratio(gained, Math.Max(p - next, 0));
        var intercept = tp[i + 1] - (slope * next);
        var ratio = p > 0 && next > 0 ? p / next : 1;
        return Ratio(slope * (gained + (intercept * Math.Log(ratio))), tp[i + 1] + fn[i + 1]);
    }
}
