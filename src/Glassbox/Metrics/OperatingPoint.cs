namespace Glassbox.Metrics;

/// <summary>Base class of metrics that maximize one rate over all thresholds at which another satisfies a constraint.</summary>
public abstract class OperatingPoint : ConfusionMetric
{
    private protected OperatingPoint(string name, DType? dtype, double value, string argument, int numThresholds, int? classId)
        : base(name, dtype, new ConfusionCounts(Spread(numThresholds, name), evenly: numThresholds > 1), classId: classId)
    {
        Value = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(argument, $"{value}",
            $"{name} needs {argument} of 0 to 1; received {value}.");
        NumThresholds = numThresholds;
        ClassId = classId;
    }

    private protected double Value { get; }

    private protected int NumThresholds { get; }

    private protected int? ClassId { get; }

    private protected sealed override double[] Figures()
    {
        var (tp, fp, tn, fn) = Counts.For(0);
        return [Enumerable.Range(0, Counts.Count).Select(i => Pair(tp[i], fp[i], tn[i], fn[i])).Where(pair => pair.Constrained >= Value)
            .Select(pair => pair.Best).DefaultIfEmpty(0).Max()];
    }

    /// <summary>At one threshold: the constrained rate and the rate to maximize.</summary>
    private protected abstract (double Constrained, double Best) Pair(double tp, double fp, double tn, double fn);

    private static double[] Spread(int numThresholds, string name)
    {
        MemoryLimit.Take(sizeof(double) * (long)Math.Max(numThresholds, 0));
        return numThresholds switch
        {
            < 1 => throw new ArgumentOutOfRangeException(nameof(numThresholds), numThresholds,
                $"{name} needs numThresholds of 1 or more; received {numThresholds}."),
            1 => [0.5],
            _ => [.. Enumerable.Range(0, numThresholds).Select(i => (double)i / (numThresholds - 1))],
        };
    }
}
