using Glassbox.Losses;

namespace Glassbox.Metrics;

/// <summary>
/// Base class of metrics that are the weighted mean of a value per sample. Where a sample has values at several positions, their mean is
/// used.
/// </summary>
public abstract class MeanMetric : Metric
{
    private RunningMean mean = RunningMean.Empty;

    /// <summary>Sets the name and data type.</summary>
    /// <param name="name">Key in the logs.</param>
    /// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
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
            // Each element is a sample with its own weight.
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
            throw new ArgumentException($"{Name} computes one value for predictions of shape {yPred.Shape}, and needs one weight; received "
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
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    protected abstract Tensor Values(Tensor yTrue, Tensor yPred);

    /// <summary>Whether a sample's value is the mean over its elements.</summary>
    private protected virtual bool IsByElement => false;

    /// <summary>A mask of samples to include, 1 or 0; null for all.</summary>
    private protected virtual Tensor? Counts(Tensor yTrue, Tensor values) => null;

    /// <summary>Throws if targets and predictions differ in shape, since broadcasting would compare the wrong elements.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    private protected void CheckSameShape(Tensor yTrue, Tensor yPred)
    {
        if (yTrue.Shape != yPred.Shape)
        {
            throw new ArgumentException($"{Name} needs targets of the shape of the predictions; received targets of shape {yTrue.Shape} "
                + $"for predictions of shape {yPred.Shape}.", nameof(yTrue));
        }
    }

    /// <summary>Throws if the targets are not one-hot in the shape of the predictions.</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sparse">The metric to suggest for class indices.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    private protected void CheckOneHot(Tensor yTrue, Tensor yPred, string sparse)
    {
        if (yTrue.Shape != yPred.Shape)
        {
            throw new ArgumentException(
                $"{Name} needs one-hot targets of the shape of the predictions, {yPred.Shape}; received shape {yTrue.Shape}. For class "
                + $"indices, use {sparse}, or convert them with Utils.ToCategorical.", nameof(yTrue));
        }
    }

    /// <summary>Class indices, one per prediction.</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="oneHot">The metric to suggest for one-hot targets.</param>
    /// <exception cref="ArgumentException">The number of class indices differs from that of the predictions.</exception>
    private protected Tensor ClassNumbers(Tensor yTrue, Tensor yPred, string oneHot)
    {
        var labels = yTrue.Rank == yPred.Rank && yTrue.Shape[^1] == 1 ? Ops.Squeeze(yTrue, -1) : yTrue;
        var expected = yPred.Rank == 0 ? yPred.Shape : yPred.Shape[..^1];
        return labels.Shape == expected
            ? Ops.WholeNumbers(labels, Name, nameof(yTrue))
            : throw new ArgumentException(
                $"{Name} needs one class index for each prediction, of shape {expected}; received targets of shape {yTrue.Shape} for "
                + $"predictions of shape {yPred.Shape}." +
                (yTrue.Shape == yPred.Shape ? $" They look like one-hot targets, which {oneHot} accepts; or convert them to class indices, "
                + "y.ArgMax(-1)." : ""), nameof(yTrue));
    }

    /// <summary>Transforms the accumulated mean into the result.</summary>
    private protected virtual double Finish(double mean) => mean;
}
