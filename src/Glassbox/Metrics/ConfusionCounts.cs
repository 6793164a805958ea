namespace Glassbox.Metrics;

/// <summary>
/// How many predictions lie above each of several thresholds, of what is positive and of what is negative: true and false positives, true
/// and false negatives. Kept as histograms between the thresholds, so that a batch costs the same whatever their number.
/// </summary>
internal sealed class ConfusionCounts
{
    private readonly double[] sorted;
    private readonly int[] order;
    private readonly bool evenly;
    private double[] positives = [];
    private double[] negatives = [];

    /// <summary>Nothing counted yet.</summary>
    /// <param name="thresholds">Predictions above one count as positive for it.</param>
    /// <param name="evenly">Whether they divide 0 to 1 evenly. Predictions of 0 are then above the first.</param>
    public ConfusionCounts(double[] thresholds, bool evenly = false)
    {
        MemoryLimit.Take((sizeof(double) + sizeof(int)) * (long)thresholds.Length);
        this.evenly = evenly;
        order = [.. Enumerable.Range(0, thresholds.Length)];
        sorted = [.. thresholds.Select(threshold => (double)(float)threshold)];
        Array.Sort(sorted, order);
    }

    /// <summary>How many thresholds there are.</summary>
    public int Count => sorted.Length;

    /// <summary>How many labels are told apart; 0 before the first batch.</summary>
    public int Labels => positives.Length / (Count + 1);

    public void Reset() => (positives, negatives) = ([], []);

    /// <summary>A copy of what was counted.</summary>
    public (double[] Positives, double[] Negatives) Counted
    {
        get => ([.. positives], [.. negatives]);
        set => (positives, negatives) = value;
    }

    /// <summary>Takes a batch into account.</summary>
    /// <param name="labels">How many labels are told apart: the last extent, or 1.</param>
    /// <param name="y">The targets, 0 for negative.</param>
    /// <param name="predicted">The predictions.</param>
    /// <param name="weights">How much each counts; empty for equally.</param>
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

    /// <summary>The counts for a label, threshold by threshold, as they were given.</summary>
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

    /// <summary>How many thresholds lie below a prediction; NaN is above none.</summary>
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
