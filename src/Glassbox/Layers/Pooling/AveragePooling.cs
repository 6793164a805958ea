using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>1D average pooling: the mean over a sliding window of [batch, steps, channels].</summary>
/// <inheritdoc cref="BasePooling.BasePooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/average_pooling1d/"/>.</remarks>
public sealed class AveragePooling1D(
    Shape? poolSize = null, Shape? strides = null, string padding = "valid", string? dataFormat = null, Shape? inputShape = null,
    string? name = null, DType? dtype = null)
    : BasePooling(1, poolSize ?? 2, strides, padding, dataFormat, inputShape, name, dtype)
{
    internal static AveragePooling1D FromConfig(Config config) => new(
        config.GetShapeOrNull("pool_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor x, WindowGeometry window) => Ops.AveragePool(x, window);
}

/// <summary>2D average pooling: the mean over a sliding window of [batch, height, width, channels].</summary>
/// <inheritdoc cref="BasePooling.BasePooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/average_pooling2d/"/>.</remarks>
public sealed class AveragePooling2D(
    Shape? poolSize = null, Shape? strides = null, string padding = "valid", string? dataFormat = null, Shape? inputShape = null,
    string? name = null, DType? dtype = null)
    : BasePooling(2, poolSize ?? 2, strides, padding, dataFormat, inputShape, name, dtype)
{
    internal static AveragePooling2D FromConfig(Config config) => new(
        config.GetShapeOrNull("pool_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor x, WindowGeometry window) => Ops.AveragePool(x, window);
}

/// <summary>3D average pooling: the mean over a sliding window of [batch, depth, height, width, channels].</summary>
/// <inheritdoc cref="BasePooling.BasePooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/average_pooling3d/"/>.</remarks>
public sealed class AveragePooling3D(
    Shape? poolSize = null, Shape? strides = null, string padding = "valid", string? dataFormat = null, Shape? inputShape = null,
    string? name = null, DType? dtype = null)
    : BasePooling(3, poolSize ?? 2, strides, padding, dataFormat, inputShape, name, dtype)
{
    internal static AveragePooling3D FromConfig(Config config) => new(
        config.GetShapeOrNull("pool_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor x, WindowGeometry window) => Ops.AveragePool(x, window);
}
