using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Fraction of samples whose one-hot target class is among the k largest predictions.</summary>
/// <param name="k">Number of top predictions to consider; 5 by default.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <exception cref="ArgumentOutOfRangeException">k is 0 or less.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/accuracy_metrics/"/>.</remarks>
public sealed class TopKCategoricalAccuracy(int k = 5, string name = "top_k_categorical_accuracy", DType? dtype = null)
    : MeanMetric(name, dtype)
{
    private readonly int k = k >= 1 ? k : throw new ArgumentOutOfRangeException(nameof(k), k,
        $"{name} needs k of 1 or more; received {k}.");

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "k", k } };

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        CheckOneHot(yTrue, yPred, nameof(SparseTopKCategoricalAccuracy));
        return SparseTopKCategoricalAccuracy.InTopK(Ops.ArgMax(yTrue, -1), yPred, k);
    }

    internal static TopKCategoricalAccuracy FromConfig(Config config) =>
        new(config.GetInt32("k", 5), config.GetString("name", "top_k_categorical_accuracy"));
}

/// <summary>Fraction of samples whose integer class target is among the k largest predictions.</summary>
/// <param name="k">Number of top predictions to consider; 5 by default.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="fromSortedIds">Whether predictions are class indices sorted by descending probability.</param>
/// <exception cref="ArgumentOutOfRangeException">k is 0 or less.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/accuracy_metrics/"/>.</remarks>
public sealed class SparseTopKCategoricalAccuracy(int k = 5, string name = "sparse_top_k_categorical_accuracy", DType? dtype = null,
    bool fromSortedIds = false) : MeanMetric(name, dtype)
{
    private readonly int k = k >= 1 ? k : throw new ArgumentOutOfRangeException(nameof(k), k,
        $"{name} needs k of 1 or more; received {k}.");

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        var config = new Config(base.GetConfig()) { { "k", k } };
        if (fromSortedIds)
        {
            config.Add("from_sorted_ids", true);
        }

        return config;
    }

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        var labels = ClassNumbers(yTrue, yPred, nameof(TopKCategoricalAccuracy));
        return fromSortedIds
            ? Ops.Any(Ops.LogicalAnd(Ops.Equal(Ops.Cast(yPred, DType.Int64), Ops.ExpandDims(labels, -1)),
            Tensor.Arange(yPred.Shape[^1]) < k), axis: -1)
            : InTopK(labels, yPred, k);
    }

    internal static SparseTopKCategoricalAccuracy FromConfig(Config config) =>
        new(config.GetInt32("k", 5), config.GetString("name", "sparse_top_k_categorical_accuracy"), null,
            config.GetBoolean("from_sorted_ids", false));

    /// <summary>Whether fewer than k classes have larger predictions than the label's.</summary>
    internal static Tensor InTopK(Tensor labels, Tensor yPred, int k)
    {
        var chosen = Ops.OneHot(labels, yPred.Shape[^1], DType.Bool);
        var its = Ops.Sum(Ops.Where(chosen, yPred, Ops.ZerosLike(yPred)), axis: -1, keepdims: true);
        var better = Ops.Sum(Ops.Cast(yPred > its, DType.Int64), axis: -1);
        return Ops.LogicalAnd(better < k, Ops.IsFinite(Ops.Squeeze(its, -1)));
    }
}
