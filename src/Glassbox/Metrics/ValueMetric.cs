using Glassbox.Losses;
using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>A metric of values that are already there, such as the losses of a training step of one's own; it compares nothing.</summary>
public abstract class ValueMetric : Metric
{
    private protected ValueMetric(string name, DType? dtype)
        : base(name, dtype)
    {
    }

    /// <summary>What came so far.</summary>
    private protected RunningMean Values { get; private set; } = RunningMean.Empty;

    /// <summary>Whether values came since the last reset.</summary>
    internal bool HasValues => Values.HasBatches;

    /// <summary>Takes values into account.</summary>
    /// <param name="values">One number, or several.</param>
    /// <param name="sampleWeight">How much each counts; equally by default.</param>
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
    /// <exception cref="NotSupportedException">Always: there is nothing to compare.</exception>
    public sealed override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) => throw new NotSupportedException(
        $"'{Name}' takes values, not targets and predictions: call UpdateState(values, sampleWeight) in a training step of your own, or "
        + "compile with another metric.");

    /// <inheritdoc/>
    public sealed override void ResetState() => Values = RunningMean.Empty;

    /// <summary>Takes one number into account that counts as so many samples.</summary>
    internal void Add(Tensor number, double samples) => Values = Values.With(number.Reshape([]).Copy(), samples, 1, samples);

    internal sealed override object? Gathered
    {
        get => Values;
        set => Values = ((RunningMean)value!).Branch();
    }
}

/// <summary>The weighted mean of values.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
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

/// <summary>The weighted sum of values.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
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
