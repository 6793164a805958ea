using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>The mean crossentropy of targets that are 0 or 1.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="fromLogits">Whether predictions are logits, before the sigmoid.</param>
/// <param name="labelSmoothing">How far targets are drawn from 0 and 1 to one half, 0 to 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The smoothing is outside [0, 1].</exception>
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

/// <summary>The mean crossentropy of one-hot targets.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="fromLogits">Whether predictions are logits, before softmax.</param>
/// <param name="labelSmoothing">The part of the target that is spread evenly over all classes, 0 to 1.</param>
/// <param name="axis">The axis of the classes.</param>
/// <exception cref="ArgumentOutOfRangeException">The smoothing is outside [0, 1].</exception>
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

/// <summary>The mean crossentropy of targets that are class numbers.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="fromLogits">Whether predictions are logits, before softmax.</param>
/// <param name="ignoreClass">A number that marks targets without a class, whose loss is 0.</param>
/// <param name="axis">The axis of the classes: the last one.</param>
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

/// <summary>The mean of Σ yTrue · log(yTrue / yPred), for distributions.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/probabilistic_metrics/"/>.</remarks>
public sealed class KLDivergenceMetric(string name = "kl_divergence", DType? dtype = null)
    : LossMetric(name, dtype, new Losses.KLDivergence())
{
    internal static KLDivergenceMetric FromConfig(Config config) => new(config.GetString("name", "kl_divergence"));
}

/// <summary>The mean of yPred − yTrue · log(yPred), for targets that count events.</summary>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/probabilistic_metrics/"/>.</remarks>
public sealed class PoissonMetric(string name = "poisson", DType? dtype = null) : LossMetric(name, dtype, new Losses.Poisson())
{
    internal static PoissonMetric FromConfig(Config config) => new(config.GetString("name", "poisson"));
}
