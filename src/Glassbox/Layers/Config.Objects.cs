using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Optimizers.Schedules;
using Glassbox.Regularizers;

namespace Glassbox.Saving;

public sealed partial class Config
{
    /// <summary>The layer name; null for an automatic one.</summary>
    public string? GetName() => GetStringOrNull("name");

    /// <summary>The layer's dtype policy; null if missing.</summary>
    /// <exception cref="InvalidDataException">It is no data type, or not a floating-point type that layers support.</exception>
    public DType? GetDType()
    {
        if (!Find("dtype", out var value))
        {
            return null;
        }

        var name = value is JsonObject policy ? policy["config"]?["name"] : value;
        return name?.GetValueKind() == JsonValueKind.String
            && name.GetValue<string>() is "float32" or "float64" or "int32" or "int64" or "uint8" or "bool"
            ? DType.Parse(name.GetValue<string>())
            : throw new NotSupportedException($"{Owner}: the dtype {Shorten(name ?? value)} is not supported here; float32 and float64 "
            + "are.");
    }

    /// <summary>Adds or replaces a setting that is an activation function, in serialized form.</summary>
    public void Add(string key, ActivationFunction? activation) => Values[key] = activation?.Serialize();

    /// <summary>An activation function, or null.</summary>
    /// <exception cref="InvalidDataException">No activation has that name.</exception>
    public ActivationFunction? GetActivation(string key) =>
        Find(key, out var value) ? ActivationFunction.Deserialize(value, $"{Owner}, '{key}'") : null;

    /// <summary>An initializer, or null.</summary>
    /// <exception cref="InvalidDataException">It is of another kind, or its settings are invalid.</exception>
    public Initializer? GetInitializer(string key) => GetObject(key, Initializer.Known);

    /// <summary>A regularizer, or null.</summary>
    /// <exception cref="InvalidDataException">It is of another kind, or its settings are invalid.</exception>
    public Regularizer? GetRegularizer(string key) => GetObject(key, Regularizer.Known);

    /// <summary>A constraint, or null.</summary>
    /// <exception cref="InvalidDataException">It is of another kind, or its settings are invalid.</exception>
    public Constraint? GetConstraint(string key) => GetObject(key, Constraint.Known);

    /// <summary>An optimizer's learning rate: a constant or a schedule.</summary>
    /// <exception cref="InvalidDataException">It is of another kind, or its settings are invalid.</exception>
    public LearningRateSchedule GetLearningRate(double whenMissing) => GetNode("learning_rate") is JsonObject schedule
        ? LearningRateSchedule.Known.Deserialize(schedule, $"{Owner}, 'learning_rate'")
        : GetDouble("learning_rate", whenMissing);

    /// <summary>A layer, or null.</summary>
    /// <exception cref="InvalidDataException">It is of another kind, or its settings are invalid.</exception>
    public Layer? GetLayer(string key) => GetObject(key, KnownLayers.All);

    /// <summary>A list of layers, or null.</summary>
    /// <exception cref="InvalidDataException">An element is of another kind, or its settings are invalid.</exception>
    public IReadOnlyList<Layer>? GetLayers(string key) => GetObjects(key, KnownLayers.All);
}
