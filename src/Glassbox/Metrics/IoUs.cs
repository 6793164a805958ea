using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>Mean intersection over union of selected classes; see <see cref="IntersectionOverUnion"/>.</summary>
/// <param name="numClasses">Number of classes.</param>
/// <param name="targetClassIds">Indices of the classes to include.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="ignoreClass">Class index that marks targets to ignore.</param>
/// <param name="sparseYTrue">Whether targets are class indices rather than one-hot.</param>
/// <param name="sparseYPred">Whether predictions are class indices rather than probabilities.</param>
/// <param name="axis">Class axis of one-hot targets and probabilities; the last by default.</param>
/// <exception cref="ArgumentException">A class index is out of range.</exception>
/// <exception cref="ArgumentOutOfRangeException">The number of classes is less than 1.</exception>
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

/// <summary>Mean intersection over union of all classes; see <see cref="IntersectionOverUnion"/>.</summary>
/// <param name="numClasses">Number of classes.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="ignoreClass">Class index that marks targets to ignore.</param>
/// <param name="sparseYTrue">Whether targets are class indices rather than one-hot.</param>
/// <param name="sparseYPred">Whether predictions are class indices rather than probabilities.</param>
/// <param name="axis">Class axis of one-hot targets and probabilities; the last by default.</param>
/// <exception cref="ArgumentException">A class index is out of range.</exception>
/// <exception cref="ArgumentOutOfRangeException">The number of classes is less than 1.</exception>
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

/// <summary>Mean intersection over union of selected classes, for one-hot targets; see <see cref="IntersectionOverUnion"/>.</summary>
/// <param name="numClasses">Number of classes.</param>
/// <param name="targetClassIds">Indices of the classes to include.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="ignoreClass">Class index that marks targets to ignore.</param>
/// <param name="sparseYPred">Whether predictions are class indices rather than probabilities.</param>
/// <param name="axis">Class axis of one-hot targets and probabilities; the last by default.</param>
/// <exception cref="ArgumentException">A class index is out of range.</exception>
/// <exception cref="ArgumentOutOfRangeException">The number of classes is less than 1.</exception>
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

/// <summary>Mean intersection over union of all classes, for one-hot targets; see <see cref="IntersectionOverUnion"/>.</summary>
/// <param name="numClasses">Number of classes.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
/// <param name="ignoreClass">Class index that marks targets to ignore.</param>
/// <param name="sparseYPred">Whether predictions are class indices rather than probabilities.</param>
/// <param name="axis">Class axis of one-hot targets and probabilities; the last by default.</param>
/// <exception cref="ArgumentException">A class index is out of range.</exception>
/// <exception cref="ArgumentOutOfRangeException">The number of classes is less than 1.</exception>
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

/// <summary>Mean intersection over union for targets of 0 and 1; see <see cref="IntersectionOverUnion"/>.</summary>
/// <param name="targetClassIds">Classes to include, of 0 and 1; both by default.</param>
/// <param name="threshold">Predictions greater than or equal to it are 1; 0.5 by default.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
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
