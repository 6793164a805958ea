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
    /// <summary>A layer's name; null leaves it to be numbered.</summary>
    public string? GetName() => GetStringOrNull("name");

    /// <summary>A layer's type of weights and arithmetic, which Keras calls a policy; null where it is missing.</summary>
    /// <exception cref="InvalidDataException">It is no type, or not one that layers compute in.</exception>
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

    /// <summary>Adds or replaces a setting that is an activation function: its name.</summary>
    public void Add(string key, ActivationFunction? activation) => Values[key] = activation?.Serialize();

    /// <summary>An activation function, or null.</summary>
    /// <exception cref="InvalidDataException">There is none of that name.</exception>
    public ActivationFunction? GetActivation(string key) =>
        Find(key, out var value) ? ActivationFunction.Deserialize(value, $"{Owner}, '{key}'") : null;

    /// <summary>An initializer, or null.</summary>
    /// <exception cref="InvalidDataException">It is none, or its settings are wrong.</exception>
    public Initializer? GetInitializer(string key) => GetObject(key, Initializer.Known);

    /// <summary>A regularizer, or null.</summary>
    /// <exception cref="InvalidDataException">It is none, or its settings are wrong.</exception>
    public Regularizer? GetRegularizer(string key) => GetObject(key, Regularizer.Known);

    /// <summary>A constraint, or null.</summary>
    /// <exception cref="InvalidDataException">It is none, or its settings are wrong.</exception>
    public Constraint? GetConstraint(string key) => GetObject(key, Constraint.Known);

    /// <summary>An optimizer's learning rate: a number, or a schedule.</summary>
    /// <exception cref="InvalidDataException">It is something else, or its settings are wrong.</exception>
    public LearningRateSchedule GetLearningRate(double whenMissing) => GetNode("learning_rate") is JsonObject schedule
        ? LearningRateSchedule.Known.Deserialize(schedule, $"{Owner}, 'learning_rate'")
        : GetDouble("learning_rate", whenMissing);

    /// <summary>A layer, or null.</summary>
    /// <exception cref="InvalidDataException">It is none, or its settings are wrong.</exception>
    public Layer? GetLayer(string key) => GetObject(key, KnownLayers.All);

    /// <summary>A list of layers, or null.</summary>
    /// <exception cref="InvalidDataException">It holds something else, or settings are wrong.</exception>
    public IReadOnlyList<Layer>? GetLayers(string key) => GetObjects(key, KnownLayers.All);
}
