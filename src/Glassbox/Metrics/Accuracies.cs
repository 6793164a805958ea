using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>How often predictions equal their targets.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/accuracy_metrics/"/>.</remarks>
public sealed class Accuracy(string name = "accuracy", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return Ops.Equal(Ops.Cast(yTrue, yPred.DType), yPred);
    }

    internal static Accuracy FromConfig(Config config) => new(config.GetString("name", "accuracy"));
}

/// <summary>How often predictions, told apart by a threshold, equal targets that are 0 or 1.</summary>
/// <param name="name">A name.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="threshold">Predictions above it count as 1.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/accuracy_metrics/"/>.</remarks>
public sealed class BinaryAccuracy(string name = "binary_accuracy", DType? dtype = null, double threshold = 0.5) : MeanMetric(name, dtype)
{
    private readonly double threshold = Setting.Finite(threshold);

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return Ops.Equal(Ops.Cast(yTrue, yPred.DType), Ops.Cast(yPred > threshold, yPred.DType));
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "threshold", threshold } };

    internal static BinaryAccuracy FromConfig(Config config) =>
        new(config.GetString("name", "binary_accuracy"), threshold: config.GetDouble("threshold", 0.5));
}

/// <summary>How often the most probable class is that of the one-hot target.</summary>
/// <param name="name">A name.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/accuracy_metrics/"/>.</remarks>
public sealed class CategoricalAccuracy(string name = "categorical_accuracy", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        CheckOneHot(yTrue, yPred, nameof(SparseCategoricalAccuracy));
        return Ops.Equal(Ops.ArgMax(yTrue, -1), Ops.ArgMax(yPred, -1));
    }

    internal static CategoricalAccuracy FromConfig(Config config) => new(config.GetString("name", "categorical_accuracy"));
}

/// <summary>How often the most probable class is the class number that is the target.</summary>
/// <param name="name">A name.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/accuracy_metrics/"/>.</remarks>
public sealed class SparseCategoricalAccuracy(string name = "sparse_categorical_accuracy", DType? dtype = null) : MeanMetric(name, dtype)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred) =>
        Ops.Equal(ClassNumbers(yTrue, yPred, nameof(CategoricalAccuracy)), Ops.ArgMax(yPred, -1));

    internal static SparseCategoricalAccuracy FromConfig(Config config) => new(config.GetString("name", "sparse_categorical_accuracy"));
}
