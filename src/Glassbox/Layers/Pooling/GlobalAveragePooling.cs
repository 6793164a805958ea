using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Global average pooling of sequences: [batch, steps, channels] to [batch, channels].</summary>
/// <inheritdoc cref="BaseGlobalPooling.BaseGlobalPooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/global_average_pooling1d/"/>.</remarks>
public sealed class GlobalAveragePooling1D(string? dataFormat = null, bool keepdims = false, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseGlobalPooling(1, dataFormat, keepdims, inputShape, name, dtype)
{
    internal static GlobalAveragePooling1D FromConfig(Config config) => new(
        config.GetStringOrNull("data_format"), config.GetBoolean("keepdims", false), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor x) => Ops.Mean(x, Space, KeepDims);
}

/// <summary>Global average pooling of images: [batch, height, width, channels] to [batch, channels].</summary>
/// <inheritdoc cref="BaseGlobalPooling.BaseGlobalPooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/global_average_pooling2d/"/>.</remarks>
public sealed class GlobalAveragePooling2D(string? dataFormat = null, bool keepdims = false, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseGlobalPooling(2, dataFormat, keepdims, inputShape, name, dtype)
{
    internal static GlobalAveragePooling2D FromConfig(Config config) => new(
        config.GetStringOrNull("data_format"), config.GetBoolean("keepdims", false), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor x) => Ops.Mean(x, Space, KeepDims);
}

/// <summary>Global average pooling of volumes: [batch, depth, height, width, channels] to [batch, channels].</summary>
/// <inheritdoc cref="BaseGlobalPooling.BaseGlobalPooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/global_average_pooling3d/"/>.</remarks>
public sealed class GlobalAveragePooling3D(string? dataFormat = null, bool keepdims = false, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseGlobalPooling(3, dataFormat, keepdims, inputShape, name, dtype)
{
    internal static GlobalAveragePooling3D FromConfig(Config config) => new(
        config.GetStringOrNull("data_format"), config.GetBoolean("keepdims", false), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor x) => Ops.Mean(x, Space, KeepDims);
}
