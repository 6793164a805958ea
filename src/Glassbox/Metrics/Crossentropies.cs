using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Mean binary crossentropy, for targets of 0 and 1.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="fromLogits">Whether predictions are logits rather than probabilities (sigmoid outputs).</param>
/// <param name="labelSmoothing">Label smoothing, 0 to 1: moves targets from 0 and 1 towards 0.5; 0 by default.</param>
/// <exception cref="ArgumentOutOfRangeException">The label smoothing is outside [0, 1].</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/probabilistic_metrics/"/>.</remarks>
public sealed class BinaryCrossentropyMetric(string name = "binary_crossentropy", DType? dtype = null, bool fromLogits = false,
    double labelSmoothing = 0)
    : LossMetric(name, dtype, new Losses.BinaryCrossentropy(fromLogits, labelSmoothing))
{
    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "from_logits", fromLogits }, { "label_smoothing", labelSmoothing } };

    internal static BinaryCrossentropyMetric FromConfig(Config config) =>
        new(config.GetString("name", "binary_crossentropy"), null, config.GetBoolean("from_logits", false),
            config.GetDouble("label_smoothing", 0));
}

/// <summary>Mean categorical crossentropy, for one-hot targets.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="fromLogits">Whether predictions are logits rather than probabilities (softmax outputs).</param>
/// <param name="labelSmoothing">Label smoothing: fraction of the target spread uniformly over all classes, 0 to 1; 0 by default.</param>
/// <param name="axis">The class axis; the last by default.</param>
/// <exception cref="ArgumentOutOfRangeException">The label smoothing is outside [0, 1].</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/probabilistic_metrics/"/>.</remarks>
public sealed class CategoricalCrossentropyMetric(string name = "categorical_crossentropy", DType? dtype = null, bool fromLogits = false,
    double labelSmoothing = 0, int axis = -1)
    : LossMetric(name, dtype, new Losses.CategoricalCrossentropy(fromLogits, labelSmoothing, axis))
{
    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "from_logits", fromLogits }, { "label_smoothing", labelSmoothing }, { "axis", axis } };

    internal static CategoricalCrossentropyMetric FromConfig(Config config) => new(
        config.GetString("name", "categorical_crossentropy"), null, config.GetBoolean("from_logits", false),
        config.GetDouble("label_smoothing", 0), config.GetInt32("axis", -1));
}

/// <summary>Mean crossentropy for integer class targets.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="fromLogits">Whether predictions are logits rather than probabilities (softmax outputs).</param>
/// <param name="ignoreClass">Class index that marks targets to ignore, whose loss is 0.</param>
/// <param name="axis">The class axis, which must be the last one.</param>
/// <exception cref="ArgumentOutOfRangeException">The axis is not the last one.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/probabilistic_metrics/"/>.</remarks>
public sealed class SparseCategoricalCrossentropyMetric(string name = "sparse_categorical_crossentropy", DType? dtype = null,
    bool fromLogits = false, int? ignoreClass = null, int axis = -1)
    : LossMetric(name, dtype, new Losses.SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis: axis))
{
    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "from_logits", fromLogits }, { "ignore_class", ignoreClass }, { "axis", axis } };

    internal static SparseCategoricalCrossentropyMetric FromConfig(Config config) => new(
        config.GetString("name", "sparse_categorical_crossentropy"), null, config.GetBoolean("from_logits", false),
        config.GetInt32OrNull("ignore_class"), config.GetInt32("axis", -1));
}

/// <summary>Mean Kullback–Leibler divergence: Σ yTrue · log(yTrue / yPred), for probability distributions.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/probabilistic_metrics/"/>.</remarks>
public sealed class KLDivergenceMetric(string name = "kl_divergence", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.KLDivergence())
{
    internal static KLDivergenceMetric FromConfig(Config config) => new(config.GetString("name", "kl_divergence"));
}

/// <summary>Mean Poisson loss: yPred − yTrue · log(yPred), for count targets.</summary>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/probabilistic_metrics/"/>.</remarks>
public sealed class PoissonMetric(string name = "poisson", DType? dtype = null) : LossMetric(name, dtype, new Losses.Poisson())
{
    internal static PoissonMetric FromConfig(Config config) => new(config.GetString("name", "poisson"));
}
