using Glassbox.Losses;

namespace Glassbox.Metrics;

/// <summary>
/// A metric that is the weighted mean of a value for each sample. Where a sample has values for several positions, their mean counts.
/// </summary>
public abstract class MeanMetric : Metric
{
    private RunningMean mean = RunningMean.Empty;

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
        if (sampleWeight is { Rank: > 0 } && yPred.Rank == 1 && IsByElement)
        {
            // Each number is a sample, with a weight of its own.
            (yTrue, yPred) = (Ops.ExpandDims(yTrue, -1), Ops.ExpandDims(yPred, -1));
        }

        var values = Ops.Cast(Values(yTrue, yPred), DType.Float64);
        var samples = values.Rank == 0 ? 1 : values.Shape[0];
        double positions = samples == 0 ? 1 : values.Size / samples;
        if (sampleWeight is null)
        {
            mean = mean.With(KeptSum(values), 1, positions, samples);
            return;
        }

        if (values.Rank == 0 && sampleWeight.Size != 1)
        {
            throw new ArgumentException($"{Name} gives one value for predictions of shape {yPred.Shape}, and needs one weight; received "
                + $"sample weights of shape {sampleWeight.Shape}.", nameof(sampleWeight));
        }

        var weights = values.Rank == 0 ? Ops.Reshape(Ops.Cast(sampleWeight, DType.Float64), [])
            : Ops.BroadcastTo(Loss.WeightsFor(values, sampleWeight), values.Shape);
        weights = Counts(yTrue, values) is { } counts ? weights * Ops.Cast(counts, DType.Float64) : weights;
        mean = mean.With(KeptSum(values * weights), KeptSum(weights), positions);
    }

    /// <inheritdoc/>
    public sealed override double Result() => Finish(mean.Value);

    /// <inheritdoc/>
    public sealed override void ResetState() => mean = RunningMean.Empty;

    internal override Figure Snapshot()
    {
        var now = mean;
        return new(() => Finish(now.Value));
    }

    internal override object? Gathered
    {
        get => mean;
        set => mean = ((RunningMean)value!).Branch();
    }

    /// <summary>The value of each sample.</summary>
    /// <param name="yTrue">What is right.</param>
    /// <param name="yPred">What was predicted.</param>
    protected abstract Tensor Values(Tensor yTrue, Tensor yPred);

    /// <summary>Whether the value of a sample is the mean of those of its elements.</summary>
    private protected virtual bool IsByElement => false;

    /// <summary>Which samples the weights leave standing, 1 or 0; null for all.</summary>
    private protected virtual Tensor? Counts(Tensor yTrue, Tensor values) => null;

    /// <summary>Refuses targets of another shape than the predictions, which broadcasting would compare with the wrong ones.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    private protected void CheckSameShape(Tensor yTrue, Tensor yPred)
    {
        if (yTrue.Shape != yPred.Shape)
        {
            throw new ArgumentException($"{Name} needs targets of the shape of the predictions; received targets of shape {yTrue.Shape} "
                + $"for predictions of shape {yPred.Shape}.", nameof(yTrue));
        }
    }

    /// <summary>Refuses targets that are not one-hot rows as the predictions are.</summary>
    /// <param name="yTrue">What is right.</param>
    /// <param name="yPred">What was predicted.</param>
    /// <param name="sparse">What takes class numbers.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    private protected void CheckOneHot(Tensor yTrue, Tensor yPred, string sparse)
    {
        if (yTrue.Shape != yPred.Shape)
        {
            throw new ArgumentException(
                $"{Name} needs one-hot targets of the shape of the predictions, {yPred.Shape}; received shape {yTrue.Shape}. For class "
                + $"numbers there is {sparse}; Utils.ToCategorical makes them one-hot rows.", nameof(yTrue));
        }
    }

    /// <summary>Class numbers, one for each prediction.</summary>
    /// <param name="yTrue">What is right.</param>
    /// <param name="yPred">What was predicted.</param>
    /// <param name="oneHot">What takes one-hot rows.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    private protected Tensor ClassNumbers(Tensor yTrue, Tensor yPred, string oneHot)
    {
        var labels = yTrue.Rank == yPred.Rank && yTrue.Shape[^1] == 1 ? Ops.Squeeze(yTrue, -1) : yTrue;
        var expected = yPred.Rank == 0 ? yPred.Shape : yPred.Shape[..^1];
        return labels.Shape == expected
            ? Ops.WholeNumbers(labels, Name, nameof(yTrue))
            : throw new ArgumentException(
                $"{Name} needs one class number for each prediction, of shape {expected}; received targets of shape {yTrue.Shape} for "
                + $"predictions of shape {yPred.Shape}." +
                (yTrue.Shape == yPred.Shape ? $" They look like one-hot targets, which {oneHot} takes; or give class numbers, "
                + "y.ArgMax(-1)." : ""), nameof(yTrue));
    }

    /// <summary>What is made of the mean at last.</summary>
    private protected virtual double Finish(double mean) => mean;
}
