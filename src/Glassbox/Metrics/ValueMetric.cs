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

    /// <summary>The sum of the values, times their weights.</summary>
    private protected double Total { get; private set; }

    /// <summary>The sum of the weights.</summary>
    private protected double Count { get; private set; }

    /// <summary>Takes values into account.</summary>
    /// <param name="values">One number, or several.</param>
    /// <param name="sampleWeight">How much each counts; equally by default.</param>
    public void UpdateState(Tensor values, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        var numbers = Ops.Cast(values, DType.Float64);
        var weights = sampleWeight is null ? Ops.OnesLike(numbers) : Ops.BroadcastTo(Loss.WeightsFor(numbers, sampleWeight), numbers.Shape);
        Total += (double)Ops.Sum(numbers * weights);
        Count += (double)Ops.Sum(weights);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: there is nothing to compare.</exception>
    public sealed override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) => throw new NotSupportedException(
        $"'{Name}' takes values, not targets and predictions: call UpdateState(values, sampleWeight) in a training step of your own, or compile with another metric.");

    /// <inheritdoc/>
    public sealed override void ResetState() => (Total, Count) = (0, 0);
}

/// <summary>The weighted mean of values.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/reduction_metrics/"/>.</remarks>
public sealed class Mean(string name = "mean", DType? dtype = null) : ValueMetric(name, dtype)
{
    /// <inheritdoc/>
    public override double Result() => Count == 0 ? 0 : Total / Count;

    internal static Mean FromConfig(Config config) => new(config.GetString("name", "mean"));
}

/// <summary>The weighted sum of values.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/reduction_metrics/"/>.</remarks>
public sealed class Sum(string name = "sum", DType? dtype = null) : ValueMetric(name, dtype)
{
    /// <inheritdoc/>
    public override double Result() => Total;

    internal static Sum FromConfig(Config config) => new(config.GetString("name", "sum"));
}
