using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Layers;

// Fields are searched for nested layers by reflection, so trimming must preserve them.
[DynamicallyAccessedMembers(TrackedFields.Looked)]
public abstract partial class Layer : IConfigurable
{
    /// <summary>
    /// The configuration, with Keras's keys. Override it to add settings: <c>new(base.GetConfig()) { { "rate", Rate } }</c>.
    /// </summary>
    public virtual Config GetConfig()
    {
        var config = new Config { { "name", Name }, { "trainable", Trainable }, { "dtype", DType } };
        if (ActivityRegularizer is not null)
        {
            config.Add("activity_regularizer", ActivityRegularizer);
        }

        return config;
    }

    /// <summary>The weights that the layer created itself, without those of sublayers.</summary>
    internal IReadOnlyList<Variable> OwnWeights => ownWeights;

    /// <summary>
    /// The number of draws made from the layer's own seed, so that training can be resumed. Layers with a seed override it.
    /// </summary>
    internal virtual ulong Draws
    {
        get => 0;
        set
        {
        }
    }

    /// <summary>
    /// Keras's name of the second input, for a layer that receives it as a separate argument rather than in a list; null for other layers.
    /// </summary>
    internal virtual string? SecondArgument => null;

    /// <summary>Applies the settings common to all layers from a configuration, for classes whose FromConfig omits them.</summary>
    internal void ReadSettings(Config config)
    {
        Name = config.GetName() ?? Name;
        if (isUsers && !Built && config.GetDType() is { } dtype)
        {
            DType = dtype;
        }

        if (activityRegularizer is null && config.Contains("activity_regularizer"))
        {
            activityRegularizer = config.GetRegularizer("activity_regularizer");
        }
    }

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Serialize();

    /// <summary>The serialized form: class name, configuration and build shape.</summary>
    internal virtual JsonObject Serialize()
    {
        var description = KnownLayers.All.Serialize(this);
        if ((BuiltShape is not null || (this is IDeclaresLayers && Built)) && Weights.Count > 0)
        {
            description["build_config"] = new JsonObject { ["input_shape"] = ShapesConfig.Of(InputShapes) };
        }

        return description;
    }
}
