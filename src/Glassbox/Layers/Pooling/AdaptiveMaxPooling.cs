using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Adaptive max pooling of sequences, [batch, steps, channels], to a given output size.</summary>
/// <inheritdoc cref="BaseAdaptivePooling.BaseAdaptivePooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/"/>.</remarks>
public sealed class AdaptiveMaxPooling1D(Shape outputSize, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseAdaptivePooling(1, outputSize, dataFormat, inputShape, name, dtype)
{
    internal static AdaptiveMaxPooling1D FromConfig(Config config) => new(
        config.GetShape("output_size"), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor part, Axes space) => Ops.Max(part, space);
}

/// <summary>Adaptive max pooling of images, [batch, height, width, channels], to a given output size.</summary>
/// <inheritdoc cref="BaseAdaptivePooling.BaseAdaptivePooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/"/>.</remarks>
public sealed class AdaptiveMaxPooling2D(Shape outputSize, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseAdaptivePooling(2, outputSize, dataFormat, inputShape, name, dtype)
{
    internal static AdaptiveMaxPooling2D FromConfig(Config config) => new(
        config.GetShape("output_size"), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor part, Axes space) => Ops.Max(part, space);
}

/// <summary>Adaptive max pooling of volumes, [batch, depth, height, width, channels], to a given output size.</summary>
/// <inheritdoc cref="BaseAdaptivePooling.BaseAdaptivePooling" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/pooling_layers/"/>.</remarks>
public sealed class AdaptiveMaxPooling3D(Shape outputSize, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseAdaptivePooling(3, outputSize, dataFormat, inputShape, name, dtype)
{
    internal static AdaptiveMaxPooling3D FromConfig(Config config) => new(
        config.GetShape("output_size"), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override Tensor Pool(Tensor part, Axes space) => Ops.Max(part, space);
}
