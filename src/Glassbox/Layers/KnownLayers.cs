using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>The layers that files may contain. Model classes, which are layers as well, register themselves.</summary>
internal static class KnownLayers
{
    public static readonly Registry<Layer> All = new("layer", "keras.layers", Finish)
    {
        InputLayer.FromConfig, Dense.FromConfig, Activation.FromConfig,
        Conv1D.FromConfig, Conv2D.FromConfig, Conv3D.FromConfig, Conv1DTranspose.FromConfig, Conv2DTranspose.FromConfig,
        Conv3DTranspose.FromConfig, DepthwiseConv1D.FromConfig, DepthwiseConv2D.FromConfig, SeparableConv1D.FromConfig,
        SeparableConv2D.FromConfig, MaxPooling1D.FromConfig, MaxPooling2D.FromConfig, MaxPooling3D.FromConfig, AveragePooling1D.FromConfig,
        AveragePooling2D.FromConfig, AveragePooling3D.FromConfig, GlobalMaxPooling1D.FromConfig, GlobalMaxPooling2D.FromConfig,
        GlobalMaxPooling3D.FromConfig, GlobalAveragePooling1D.FromConfig, GlobalAveragePooling2D.FromConfig,
        GlobalAveragePooling3D.FromConfig, AdaptiveMaxPooling1D.FromConfig, AdaptiveMaxPooling2D.FromConfig,
        AdaptiveMaxPooling3D.FromConfig, AdaptiveAveragePooling1D.FromConfig, AdaptiveAveragePooling2D.FromConfig,
        AdaptiveAveragePooling3D.FromConfig, BatchNormalization.FromConfig, LayerNormalization.FromConfig, GroupNormalization.FromConfig,
        UnitNormalization.FromConfig, RMSNormalization.FromConfig, SpectralNormalization.FromConfig, Normalization.FromConfig,
        ReLU.FromConfig, LeakyReLU.FromConfig, PReLU.FromConfig, ELU.FromConfig, Softmax.FromConfig, Identity.FromConfig,
        EinsumDense.FromConfig, SpatialDropout1D.FromConfig, SpatialDropout2D.FromConfig, SpatialDropout3D.FromConfig,
        AlphaDropout.FromConfig, GaussianDropout.FromConfig, GaussianNoise.FromConfig, ActivityRegularization.FromConfig,
        Flatten.FromConfig, Reshape.FromConfig, Permute.FromConfig, RepeatVector.FromConfig,
        Rescaling.FromConfig, Resizing.FromConfig, CenterCrop.FromConfig, CategoryEncoding.FromConfig, Discretization.FromConfig,
        RandomFlip.FromConfig, RandomRotation.FromConfig, RandomZoom.FromConfig, RandomTranslation.FromConfig, RandomCrop.FromConfig,
        RandomContrast.FromConfig, RandomBrightness.FromConfig,
        ZeroPadding1D.FromConfig, ZeroPadding2D.FromConfig, ZeroPadding3D.FromConfig, Cropping1D.FromConfig, Cropping2D.FromConfig,
        Cropping3D.FromConfig, UpSampling1D.FromConfig, UpSampling2D.FromConfig, UpSampling3D.FromConfig,
        Dropout.FromConfig,
        Add.FromConfig, Subtract.FromConfig, Multiply.FromConfig, Average.FromConfig, Maximum.FromConfig, Minimum.FromConfig,
        Concatenate.FromConfig, Dot.FromConfig,
    };

    /// <summary>Applies the settings common to all layers: name, data type and trainability.</summary>
    private static void Finish(Layer layer, Config config)
    {
        layer.ReadSettings(config);
        if (config.GetDType() is { } dtype && dtype != layer.DType && layer is not (InputLayer or IDeclaresLayers))
        {
            throw new NotSupportedException($"{layer.GetType().Name}: the dtype {dtype} is not supported here; {layer.DType} is.");
        }

        // The setter propagates to nested layers, and a trainable model may contain frozen ones, so only false is set.
        if (!config.GetBoolean("trainable", true))
        {
            layer.Trainable = false;
        }
    }
}
