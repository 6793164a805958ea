using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>The layers that files may hold.</summary>
internal static class KnownLayers
{
    public static readonly Registry<Layer> All = new("layer", "keras.layers", Finish)
    {
        InputLayer.FromConfig, Dense.FromConfig, Activation.FromConfig,
        Flatten.FromConfig, Reshape.FromConfig,
        Dropout.FromConfig,
        Add.FromConfig, Subtract.FromConfig, Multiply.FromConfig, Average.FromConfig, Maximum.FromConfig, Minimum.FromConfig, Concatenate.FromConfig, Dot.FromConfig,
        { "keras", Sequential.FromConfig },
    };

    /// <summary>Does what is the same for all layers: the name, the type and whether training changes the weights.</summary>
    private static void Finish(Layer layer, Config config)
    {
        layer.Name = config.GetName() ?? layer.Name;
        if (config.GetDType() is { } dtype && dtype != layer.DType && layer is not (InputLayer or Model))
        {
            throw new NotSupportedException($"{layer.GetType().Name}: the dtype {dtype} is not supported here; {layer.DType} is.");
        }

        // A model that may be trained can have layers that may not, so that only "no" is passed on.
        if (!config.GetBoolean("trainable", true))
        {
            layer.Trainable = false;
        }
    }
}
