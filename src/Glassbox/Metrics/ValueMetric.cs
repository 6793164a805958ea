using Glassbox.Losses;
using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Base class of metrics of precomputed values, such as the losses in a custom training loop.</summary>
public abstract class ValueMetric : Metric
{
    private protected ValueMetric(string name, DType? dtype)
        : base(name, dtype)
    {
    }

    /// <summary>The values accumulated so far.</summary>
    private protected RunningMean Values { get; private set; } = RunningMean.Empty;

    /// <summary>Whether values were added since the last reset.</summary>
    internal bool HasValues => Values.HasBatches;

    /// <summary>Adds values.</summary>
    /// <param name="values">A scalar or a tensor of values.</param>
    /// <param name="sampleWeight">Weight of each value; equal by default.</param>
    public void UpdateState(Tensor values, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        var numbers = Ops.Cast(values, DType.Float64);
        if (sampleWeight is null)
        {
            Values = Values.With(KeptSum(numbers), 1, 1, numbers.Size);
            return;
        }

        var weights = Ops.BroadcastTo(Loss.WeightsFor(numbers, sampleWeight), numbers.Shape);
        Values = Values.With(KeptSum(numbers * weights), KeptSum(weights), 1);
    }

    /// <inheritdoc/>
    public sealed override void UpdateState(Tensor values) => UpdateState(values, sampleWeight: null);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: the metric does not compare targets and predictions.</exception>
    public sealed override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) => throw new NotSupportedException(
        $"'{Name}' accepts values, not targets and predictions: call UpdateState(values, sampleWeight) in a custom training step, or "
        + "compile with another metric.");

    /// <inheritdoc/>
    public sealed override void ResetState() => Values = RunningMean.Empty;

    /// <summary>Adds a scalar with the weight of a number of samples.</summary>
    internal void Add(Tensor number, double samples) => Values = Values.With(number.Reshape([]).Copy(), samples, 1, samples);

    internal sealed override object? Gathered
    {
        get => Values;
        set => Values = ((RunningMean)value!).Branch();
    }
}

/// <summary>Weighted mean of values.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/reduction_metrics/"/>.</remarks>
public sealed class Mean(string name = "mean", DType? dtype = null) : ValueMetric(name, dtype)
{
    /// <inheritdoc/>
    public override double Result() => Values.Value;

    internal override Figure Snapshot()
    {
        var now = Values;
        return new(() => now.Value);
    }

    internal static Mean FromConfig(Config config) => new(config.GetString("name", "mean"));
}

/// <summary>Weighted sum of values.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/reduction_metrics/"/>.</remarks>
public sealed class Sum(string name = "sum", DType? dtype = null) : ValueMetric(name, dtype)
{
    /// <inheritdoc/>
    public override double Result() => Values.Total;

    internal override Figure Snapshot()
    {
        var now = Values;
        return new(() => now.Total);
    }

    internal static Sum FromConfig(Config config) => new(config.GetString("name", "sum"));
}
