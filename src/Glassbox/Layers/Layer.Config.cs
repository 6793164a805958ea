using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Layers;

public abstract partial class Layer : IConfigurable
{
    /// <summary>The settings by Keras's names. A layer with settings of its own adds them: <c>new(base.GetConfig()) { { "rate", Rate } }</c>.</summary>
    public virtual Config GetConfig()
    {
        var config = new Config { { "name", Name }, { "trainable", Trainable }, { "dtype", DType } };
        if (ActivityRegularizer is not null)
        {
            config.Add("activity_regularizer", ActivityRegularizer);
        }

        return config;
    }

    /// <summary>The weights that the layer itself made, without those of layers within.</summary>
    internal IReadOnlyList<Variable> OwnWeights => ownWeights;

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Serialize();

    /// <summary>The description that stands in files: the class, the settings, and the shape that the weights were made for.</summary>
    internal virtual JsonObject Serialize()
    {
        var description = KnownLayers.All.Serialize(this);
        if (BuiltShape is not null && Weights.Count > 0)
        {
            description["build_config"] = new Config { { "input_shape", BuiltShape } }.Values;
        }

        return description;
    }
}
