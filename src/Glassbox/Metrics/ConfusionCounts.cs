namespace Glassbox.Metrics;

/// <summary>
/// Confusion counts (true and false positives and negatives) at several thresholds. Kept as histograms between the thresholds, so that the
/// cost per batch is nearly independent of their number.
/// </summary>
internal sealed class ConfusionCounts
{
    private readonly double[] sorted;
    private readonly int[] order;
    private readonly bool evenly;
    private double[] positives = [];
    private double[] negatives = [];

    /// <summary>Creates empty counts.</summary>
    /// <param name="thresholds">Predictions above a threshold are positive at it.</param>
    /// <param name="evenly">Whether the thresholds are evenly spaced from 0 to 1. Predictions of 0 are then above the first.</param>
    public ConfusionCounts(double[] thresholds, bool evenly = false)
    {
        MemoryLimit.Take((sizeof(double) + sizeof(int)) * (long)thresholds.Length);
        this.evenly = evenly;
        order = [.. Enumerable.Range(0, thresholds.Length)];
        sorted = [.. thresholds.Select(threshold => (double)(float)threshold)];
        Array.Sort(sorted, order);
    }

    /// <summary>Number of thresholds.</summary>
    public int Count => sorted.Length;

    /// <summary>Number of separately counted labels; 0 before the first batch.</summary>
    public int Labels => positives.Length / (Count + 1);

    public void Reset() => (positives, negatives) = ([], []);

    /// <summary>A copy of the histograms.</summary>
    public (double[] Positives, double[] Negatives) Counted
    {
        get => ([.. positives], [.. negatives]);
        set => (positives, negatives) = value;
    }

    /// <summary>Adds a batch to the accumulated state.</summary>
    /// <param name="labels">Number of separately counted labels: the size of the last axis, or 1.</param>
    /// <param name="y">Targets; 0 is negative.</param>
    /// <param name="predicted">Predictions.</param>
    /// <param name="weights">Weights; empty for equal weights.</param>
    public void Add(int labels, ReadOnlySpan<double> y, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        if (positives.Length == 0)
        {
            (positives, negatives) = (new double[labels * (Count + 1)], new double[labels * (Count + 1)]);
        }

        for (var i = 0; i < y.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            var place = (i % labels * (Count + 1)) + Below(predicted[i]);
            (y[i] != 0 ? positives : negatives)[place] += weight;
        }
    }

    /// <summary>The counts of a label per threshold, in the order in which the thresholds were specified.</summary>
    public (double[] TruePositives, double[] FalsePositives, double[] TrueNegatives, double[] FalseNegatives) For(int label)
    {
        var (tp, fp, tn, fn) = (new double[Count], new double[Count], new double[Count], new double[Count]);
        if (positives.Length > 0)
        {
            Above(positives, label, tp, fn);
            Above(negatives, label, fp, tn);
        }

        return (tp, fp, tn, fn);
    }

    /// <summary>The number of thresholds below a prediction; 0 for NaN.</summary>
    private int Below(double prediction)
    {
        if (evenly)
        {
            var bucket = MathF.Ceiling((float)Math.Clamp(prediction, 0, 1) * (Count - 1)) - 1;
            return double.IsNaN(prediction) ? 0 : (int)Math.Max(bucket, 0) + 1;
        }

        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = prediction > sorted[middle] ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void Above(double[] histogram, int label, double[] above, double[] below)
    {
        var part = histogram.AsSpan(label * (Count + 1), Count + 1);
        double sum = 0;
        for (var i = Count - 1; i >= 0; i--)
        {
            above[order[i]] = sum += part[i + 1];
        }

        sum = 0;
        for (var i = 0; i < Count; i++)
        {
            below[order[i]] = sum += part[i];
        }
    }
}
