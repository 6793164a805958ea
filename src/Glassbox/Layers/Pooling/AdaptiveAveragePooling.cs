using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Adaptive average pooling of sequences, [batch, steps, channels], to a given output size.</summary>
/// <inheritdoc cref="BaseAdaptivePooling.BaseAdaptivePooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/"/>.</remarks>
public sealed class AdaptiveAveragePooling1D(Shape outputSize, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseAdaptivePooling(1, outputSize, dataFormat, inputShape, name, dtype)
{
    internal static AdaptiveAveragePooling1D FromConfig(Config config) => new(
        config.GetShape("output_size"), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor part, Axes space) => Ops.Mean(part, space);
}

/// <summary>Adaptive average pooling of images, [batch, height, width, channels], to a given output size.</summary>
/// <inheritdoc cref="BaseAdaptivePooling.BaseAdaptivePooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/"/>.</remarks>
public sealed class AdaptiveAveragePooling2D(Shape outputSize, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseAdaptivePooling(2, outputSize, dataFormat, inputShape, name, dtype)
{
    internal static AdaptiveAveragePooling2D FromConfig(Config config) => new(
        config.GetShape("output_size"), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor part, Axes space) => Ops.Mean(part, space);
}

/// <summary>Adaptive average pooling of volumes, [batch, depth, height, width, channels], to a given output size.</summary>
/// <inheritdoc cref="BaseAdaptivePooling.BaseAdaptivePooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/"/>.</remarks>
public sealed class AdaptiveAveragePooling3D(Shape outputSize, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseAdaptivePooling(3, outputSize, dataFormat, inputShape, name, dtype)
{
    internal static AdaptiveAveragePooling3D FromConfig(Config config) => new(
        config.GetShape("output_size"), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor part, Axes space) => Ops.Mean(part, space);
}
