using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Global max pooling of sequences: [batch, steps, channels] to [batch, channels].</summary>
/// <inheritdoc cref="BaseGlobalPooling.BaseGlobalPooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/global_max_pooling1d/"/>.</remarks>
public sealed class GlobalMaxPooling1D(string? dataFormat = null, bool keepdims = false, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseGlobalPooling(1, dataFormat, keepdims, inputShape, name, dtype)
{
    internal static GlobalMaxPooling1D FromConfig(Config config) => new(
        config.GetStringOrNull("data_format"), config.GetBoolean("keepdims", false), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor x) => Ops.Max(x, Space, KeepDims);
}

/// <summary>Global max pooling of images: [batch, height, width, channels] to [batch, channels].</summary>
/// <inheritdoc cref="BaseGlobalPooling.BaseGlobalPooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/global_max_pooling2d/"/>.</remarks>
public sealed class GlobalMaxPooling2D(string? dataFormat = null, bool keepdims = false, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseGlobalPooling(2, dataFormat, keepdims, inputShape, name, dtype)
{
    internal static GlobalMaxPooling2D FromConfig(Config config) => new(
        config.GetStringOrNull("data_format"), config.GetBoolean("keepdims", false), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor x) => Ops.Max(x, Space, KeepDims);
}

/// <summary>Global max pooling of volumes: [batch, depth, height, width, channels] to [batch, channels].</summary>
/// <inheritdoc cref="BaseGlobalPooling.BaseGlobalPooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/global_max_pooling3d/"/>.</remarks>
public sealed class GlobalMaxPooling3D(string? dataFormat = null, bool keepdims = false, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseGlobalPooling(3, dataFormat, keepdims, inputShape, name, dtype)
{
    internal static GlobalMaxPooling3D FromConfig(Config config) => new(
        config.GetStringOrNull("data_format"), config.GetBoolean("keepdims", false), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor x) => Ops.Max(x, Space, KeepDims);
}
