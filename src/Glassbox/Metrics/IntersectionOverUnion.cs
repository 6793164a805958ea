using Glassbox.Losses;
using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>
/// Base class of intersection-over-union metrics for segmentation: true positives / (true positives + false positives + false negatives)
/// per class, averaged over classes. Classes absent from targets and predictions are excluded, as are values that are not class indices.
/// Sample weights may be fractional (Keras truncates them to integers).
/// </summary>
public abstract class IntersectionOverUnion : Metric
{
    private readonly int[] targetClassIds;
    private readonly int? ignoreClass;
    private readonly int axis;
    private double[,] confusion;
    private bool saidLeftOut;

    private protected IntersectionOverUnion(
        int numClasses, IReadOnlyList<int>? targetClassIds, string name, DType? dtype, int? ignoreClass = null, bool sparseYTrue = true,
        bool sparseYPred = true, int axis = -1)
        : base(name, dtype ?? DType.Int32)
    {
        NumClasses = numClasses >= 1 ? numClasses
            : throw new ArgumentOutOfRangeException(nameof(numClasses), numClasses,
            $"{name} needs numClasses of 1 or more; received {numClasses}.");
        MemoryLimit.Take((sizeof(double) * (long)numClasses * numClasses) + (sizeof(int) * (long)numClasses));
        this.targetClassIds = [.. targetClassIds ?? [.. Enumerable.Range(0, numClasses)]];
        if (this.targetClassIds.Length == 0 || Array.Exists(this.targetClassIds, id => id < 0 || id >= numClasses))
        {
            throw new ArgumentException($"{name} needs targetClassIds of 0 to {numClasses - 1}; received "
                + $"[{string.Join(", ", this.targetClassIds)}].", nameof(targetClassIds));
        }

        (this.ignoreClass, SparseYTrue, SparseYPred, this.axis) = (ignoreClass, sparseYTrue, sparseYPred, axis);
        confusion = new double[numClasses, numClasses];
    }

    private protected int NumClasses { get; }

    private protected bool SparseYTrue { get; }

    private protected bool SparseYPred { get; }

    /// <inheritdoc/>
    public sealed override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    public sealed override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        var y = SparseYTrue ? Ops.Cast(yTrue, DType.Int64) : Ops.ArgMax(yTrue, axis);
        var predicted = SparseYPred ? Ops.Cast(Classes(yPred), DType.Int64) : Ops.ArgMax(yPred, axis);
        (y, predicted) = Loss.SameRank(y, predicted);
        if (y.Shape != predicted.Shape)
        {
            throw new ArgumentException($"{Name} needs a target class for each predicted one; received {yTrue.Shape} for predictions of "
                + $"shape {yPred.Shape}.", nameof(yTrue));
        }

        var weights = sampleWeight is null
            ? []
            : Ops.BroadcastTo(Loss.WeightsFor(Ops.Cast(predicted, DType.Float64), sampleWeight), predicted.Shape).AsSpan<double>();
        var labels = y.AsSpan<long>();
        var guesses = predicted.AsSpan<long>();
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == ignoreClass)
            {
                continue;
            }

            if (labels[i] < 0 || labels[i] >= NumClasses || guesses[i] < 0 || guesses[i] >= NumClasses)
            {
                SayLeftOut(labels[i], guesses[i]);
                continue;
            }

            confusion[labels[i], guesses[i]] += weights.IsEmpty ? 1 : weights[i];
        }
    }

    /// <inheritdoc/>
    public sealed override double Result()
    {
        var (sum, met) = (0.0, 0);
        foreach (var id in targetClassIds)
        {
            var all = Enumerable.Range(0, NumClasses);
            var union = all.Sum(other => confusion[id, other] + confusion[other, id]) - confusion[id, id];
            if (union > 1e-9)
            {
                sum += confusion[id, id] / union;
                met++;
            }
        }

        return met == 0 ? 0 : sum / met;
    }

    /// <inheritdoc/>
    public sealed override void ResetState() => Array.Clear(confusion);

    internal sealed override object? Gathered
    {
        get => confusion.Clone();
        set => confusion = (double[,])value!;
    }

    /// <summary>Predictions converted to class indices.</summary>
    private protected virtual Tensor Classes(Tensor yPred) => yPred;

    private void SayLeftOut(long label, long prediction)
    {
        if (!saidLeftOut)
        {
            saidLeftOut = true;
            Warnings.Warn($"{Name} has {NumClasses} classes, 0 to {NumClasses - 1}, and excludes other values; received {label} "
                + $"as a target and {prediction} as its prediction. For a value that marks targets to ignore, set ignoreClass.");
        }
    }

    private protected void AddClasses(Config config) => config.Add("num_classes", NumClasses);

    private protected void AddTargets(Config config) => config.Add("target_class_ids", targetClassIds);

    private protected void AddForm(Config config, bool targetsToo)
    {
        config.Add("ignore_class", ignoreClass);
        if (targetsToo)
        {
            config.Add("sparse_y_true", SparseYTrue);
        }

        config.Add("sparse_y_pred", SparseYPred);
        config.Add("axis", axis);
    }
}
