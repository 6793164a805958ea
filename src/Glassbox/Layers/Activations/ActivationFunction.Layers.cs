using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox;

/// <content>Layers as activation functions, and how files hold activation functions, which may be layers.</content>
public sealed partial class ActivationFunction
{
    private ActivationFunction(Layer layer)
        : this(Identifiers.SnakeCase(layer.ClassName), x => Checked(layer, layer.Apply(x))) => SourceLayer = layer;

    /// <summary>The layer that computes the function; null for a plain function.</summary>
    private Layer? SourceLayer { get; }

    /// <summary>
    /// Uses a layer as an activation, such as <see cref="LeakyReLU"/> with a given slope. A layer with weights is refused when applied,
    /// since they would not be trained.
    /// </summary>
    public static implicit operator ActivationFunction(Layer layer) => new(layer);

    /// <summary>The serialized form: the name of a built-in function, or the registered name of a custom one.</summary>
    /// <exception cref="NotSupportedException">It is a custom function that is not registered.</exception>
    internal JsonNode Serialize() => Activations.IsKnown(this) ? Name
        : SourceLayer is not null ? KnownLayers.All.Serialize(SourceLayer)
        : CustomObjects.NameOf(this) is { } registered
            ? new JsonObject { ["module"] = "builtins", ["class_name"] = "function", ["config"] = Name, ["registered_name"] = registered }
            : throw new NotSupportedException(
                $"The activation function '{Name}' cannot be saved, since it is not registered. Register it: "
                + "CustomObjects.Register(\"MyPackage\", function).");

    /// <summary>The function that a serialized form specifies.</summary>
    /// <param name="node">The output of <see cref="Serialize"/>.</param>
    /// <param name="where">Location in the file, for error messages.</param>
    /// <exception cref="InvalidDataException">It is neither a known name nor a serialized function.</exception>
    /// <exception cref="NotSupportedException">It is a custom function that is not registered.</exception>
    internal static ActivationFunction Deserialize(JsonNode node, string where)
    {
        if (node.GetValueKind() == JsonValueKind.String)
        {
            try
            {
                return Activations.Get(node.GetValue<string>());
            }
            catch (ArgumentException exception)
            {
                throw new InvalidDataException($"{where}: {exception.Message}", exception);
            }
        }

        if (node is JsonObject description && description["class_name"] is { } kind && description["config"] is JsonObject
            && kind.GetValueKind() == JsonValueKind.String)
        {
            return KnownLayers.All.Deserialize(description, where);
        }

        var name = (node as JsonObject)?["registered_name"] ?? (node as JsonObject)?["config"];
        return name?.GetValueKind() != JsonValueKind.String
            ? throw new InvalidDataException($"{where}: an activation function must be a name or a registered function; received "
            + $"{Config.Shorten(node)}.")
            : CustomObjects.FindFunction(name.GetValue<string>()) ?? throw new NotSupportedException(
                $"{where}: the function '{name.GetValue<string>()}' is not known here. Write it in C# and register it first, under the "
                + "same package and name: CustomObjects.Register(…).");
    }

    private static Tensor Checked(Layer layer, Tensor y) => layer.Weights.Count == 0 ? y : throw new InvalidOperationException(
        $"The layer '{layer.Name}' ({layer.ClassName}) has weights, which would not be trained if it is used as an activation. Put it "
        + "after the layer instead.");
}
