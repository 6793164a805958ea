using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Shared over covered area, the mean over some classes: see <see cref="IntersectionOverUnion"/>.</summary>
/// <param name="numClasses">How many classes there are.</param>
/// <param name="targetClassIds">Those that count.</param>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="ignoreClass">A number that marks targets without a class.</param>
/// <param name="sparseYTrue">Whether targets are class numbers, not one-hot rows.</param>
/// <param name="sparseYPred">Whether predictions are class numbers, not probabilities.</param>
/// <param name="axis">The axis of the classes in one-hot rows and probabilities.</param>
/// <exception cref="ArgumentException">A class is none of them.</exception>
/// <exception cref="ArgumentOutOfRangeException">There are no classes.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/segmentation_metrics/"/>.</remarks>
public sealed class IoU(int numClasses, IReadOnlyList<int> targetClassIds, string name = "io_u", DType? dtype = null,
    int? ignoreClass = null, bool sparseYTrue = true, bool sparseYPred = true, int axis = -1)
    : IntersectionOverUnion(numClasses, targetClassIds, name, dtype, ignoreClass, sparseYTrue, sparseYPred, axis)
{
    /// <inheritdoc/>
    public override Config GetConfig()
    {
        var config = base.GetConfig();
        AddClasses(config);
        AddTargets(config);
        AddForm(config, targetsToo: true);
        return config;
    }

    internal static IoU FromConfig(Config config) => new(
        config.GetInt32("num_classes"), config.GetInt32s("target_class_ids"), config.GetString("name", "io_u"), null,
        config.GetInt32OrNull("ignore_class"), config.GetBoolean("sparse_y_true", true), config.GetBoolean("sparse_y_pred", true),
        config.GetInt32("axis", -1));
}

/// <summary>Shared over covered area, the mean over all classes: see <see cref="IntersectionOverUnion"/>.</summary>
/// <param name="numClasses">How many classes there are.</param>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="ignoreClass">A number that marks targets without a class.</param>
/// <param name="sparseYTrue">Whether targets are class numbers, not one-hot rows.</param>
/// <param name="sparseYPred">Whether predictions are class numbers, not probabilities.</param>
/// <param name="axis">The axis of the classes in one-hot rows and probabilities.</param>
/// <exception cref="ArgumentException">A class is none of them.</exception>
/// <exception cref="ArgumentOutOfRangeException">There are no classes.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/segmentation_metrics/"/>.</remarks>
public sealed class MeanIoU(int numClasses, string name = "mean_io_u", DType? dtype = null, int? ignoreClass = null,
    bool sparseYTrue = true, bool sparseYPred = true, int axis = -1)
    : IntersectionOverUnion(numClasses, null, name, dtype, ignoreClass, sparseYTrue, sparseYPred, axis)
{
    /// <inheritdoc/>
    public override Config GetConfig()
    {
        var config = base.GetConfig();
        AddClasses(config);
        AddForm(config, targetsToo: true);
        return config;
    }

    internal static MeanIoU FromConfig(Config config) => new(
        config.GetInt32("num_classes"), config.GetString("name", "mean_io_u"), null, config.GetInt32OrNull("ignore_class"),
        config.GetBoolean("sparse_y_true", true), config.GetBoolean("sparse_y_pred", true), config.GetInt32("axis", -1));
}

/// <summary>Shared over covered area for one-hot targets, the mean over some classes: see <see cref="IntersectionOverUnion"/>.</summary>
/// <param name="numClasses">How many classes there are.</param>
/// <param name="targetClassIds">Those that count.</param>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="ignoreClass">A number that marks targets without a class.</param>
/// <param name="sparseYPred">Whether predictions are class numbers, not probabilities.</param>
/// <param name="axis">The axis of the classes in one-hot rows and probabilities.</param>
/// <exception cref="ArgumentException">A class is none of them.</exception>
/// <exception cref="ArgumentOutOfRangeException">There are no classes.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/segmentation_metrics/"/>.</remarks>
public sealed class OneHotIoU(int numClasses, IReadOnlyList<int> targetClassIds, string name = "one_hot_io_u", DType? dtype = null,
    int? ignoreClass = null, bool sparseYPred = false, int axis = -1)
    : IntersectionOverUnion(numClasses, targetClassIds, name, dtype, ignoreClass, false, sparseYPred, axis)
{
    /// <inheritdoc/>
    public override Config GetConfig()
    {
        var config = base.GetConfig();
        AddClasses(config);
        AddTargets(config);
        AddForm(config, targetsToo: false);
        return config;
    }

    internal static OneHotIoU FromConfig(Config config) => new(
        config.GetInt32("num_classes"), config.GetInt32s("target_class_ids"), config.GetString("name", "one_hot_io_u"), null,
        config.GetInt32OrNull("ignore_class"), config.GetBoolean("sparse_y_pred", false), config.GetInt32("axis", -1));
}

/// <summary>Shared over covered area for one-hot targets, the mean over all classes: see <see cref="IntersectionOverUnion"/>.</summary>
/// <param name="numClasses">How many classes there are.</param>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <param name="ignoreClass">A number that marks targets without a class.</param>
/// <param name="sparseYPred">Whether predictions are class numbers, not probabilities.</param>
/// <param name="axis">The axis of the classes in one-hot rows and probabilities.</param>
/// <exception cref="ArgumentException">A class is none of them.</exception>
/// <exception cref="ArgumentOutOfRangeException">There are no classes.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/segmentation_metrics/"/>.</remarks>
public sealed class OneHotMeanIoU(int numClasses, string name = "one_hot_mean_io_u", DType? dtype = null, int? ignoreClass = null,
    bool sparseYPred = false, int axis = -1)
    : IntersectionOverUnion(numClasses, null, name, dtype, ignoreClass, false, sparseYPred, axis)
{
    /// <inheritdoc/>
    public override Config GetConfig()
    {
        var config = base.GetConfig();
        AddClasses(config);
        AddForm(config, targetsToo: false);
        return config;
    }

    internal static OneHotMeanIoU FromConfig(Config config) => new(
        config.GetInt32("num_classes"), config.GetString("name", "one_hot_mean_io_u"), null, config.GetInt32OrNull("ignore_class"),
        config.GetBoolean("sparse_y_pred", false), config.GetInt32("axis", -1));
}

/// <summary>Shared over covered area for targets that are 0 or 1: see <see cref="IntersectionOverUnion"/>.</summary>
/// <param name="targetClassIds">Those that count, of 0 and 1; both by default.</param>
/// <param name="threshold">Predictions of it and above are 1.</param>
/// <param name="name">The key under which it is logged.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <exception cref="ArgumentException">A class is neither 0 nor 1.</exception>
/// <remarks>Source: <see href="https://keras.io/api/metrics/segmentation_metrics/"/>.</remarks>
public sealed class BinaryIoU(IReadOnlyList<int>? targetClassIds = null, double threshold = 0.5, string name = "binary_io_u",
    DType? dtype = null)
    : IntersectionOverUnion(2, targetClassIds, name, dtype)
{
    /// <inheritdoc/>
    public override Config GetConfig()
    {
        var config = new Config(base.GetConfig()) { { "threshold", threshold } };
        AddTargets(config);
        return config;
    }

    private protected override Tensor Classes(Tensor yPred) => yPred >= threshold;

    internal static BinaryIoU FromConfig(Config config) =>
        new(config.GetInt32sOrNull("target_class_ids"), config.GetDouble("threshold", 0.5), config.GetString("name", "binary_io_u"));
}
