using Glassbox.Losses;

namespace Glassbox.Metrics;

/// <summary>A metric that is the weighted mean of a value for each sample. Where a sample has values for several positions, their mean counts.</summary>
public abstract class MeanMetric : Metric
{
    private double total;
    private double count;

    /// <summary>Sets the name.</summary>
    /// <param name="name">The key under which it is logged.</param>
    /// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
    protected MeanMetric(string name, DType? dtype = null)
        : base(name, dtype)
    {
    }

    /// <inheritdoc/>
    public sealed override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = Loss.SameRank(yTrue, yPred);
        var values = Ops.Cast(Values(yTrue, yPred), DType.Float64);
        var samples = values.Rank == 0 ? 1 : values.Shape[0];
        double positions = samples == 0 ? 1 : values.Size / samples;
        if (sampleWeight is null)
        {
            total += (double)Ops.Sum(values) / positions;
            count += samples;
            return;
        }

        var weights = Ops.BroadcastTo(Loss.WeightsFor(values, sampleWeight), values.Shape);
        total += (double)Ops.Sum(values * weights) / positions;
        count += (double)Ops.Sum(weights) / positions;
    }

    /// <inheritdoc/>
    public sealed override double Result() => Finish(count == 0 ? 0 : total / count);

    /// <inheritdoc/>
    public sealed override void ResetState() => (total, count) = (0, 0);

    /// <summary>The value of each sample.</summary>
    /// <param name="yTrue">What is right.</param>
    /// <param name="yPred">What was predicted.</param>
    protected abstract Tensor Values(Tensor yTrue, Tensor yPred);

    /// <summary>What is made of the mean at last.</summary>
    private protected virtual double Finish(double mean) => mean;
}
