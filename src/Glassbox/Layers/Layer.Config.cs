using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Layers;

// The fields of layers are looked through for layers within them, also in programs that are trimmed.
[DynamicallyAccessedMembers(TrackedFields.Looked)]
public abstract partial class Layer : IConfigurable
{
    /// <summary>
    /// The settings by Keras's names. A layer with settings of its own adds them: <c>new(base.GetConfig()) { { "rate", Rate } }</c>.
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

    /// <summary>The weights that the layer itself made, without those of layers within.</summary>
    internal IReadOnlyList<Variable> OwnWeights => ownWeights;

    /// <summary>
    /// How many random draws a layer with a seed of its own has made, for a training to go on after a break. A layer that has one overrides
    /// it.
    /// </summary>
    internal virtual ulong Draws
    {
        get => 0;
        set
        {
        }
    }

    /// <summary>
    /// What Keras calls the second input of a layer that takes it as an argument of its own, and not in a list; null for other layers.
    /// </summary>
    internal virtual string? SecondArgument => null;

    /// <summary>Takes what all layers have in common from a description, where the class's own FromConfig has left it out.</summary>
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

    /// <summary>The description that stands in files: the class, the settings, and the shape that the weights were made for.</summary>
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
