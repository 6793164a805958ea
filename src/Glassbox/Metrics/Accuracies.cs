using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Fraction of predictions that equal their targets.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
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

/// <summary>Fraction of predictions that match targets of 0 and 1 after thresholding.</summary>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="threshold">Predictions above it are treated as 1; 0.5 by default.</param>
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

/// <summary>Fraction of samples whose predicted class (argmax) matches the one-hot target.</summary>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
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

/// <summary>Fraction of samples whose predicted class (argmax) matches the integer class target.</summary>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
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
