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

    /// <summary>The layer that computes it; null for a function.</summary>
    private Layer? SourceLayer { get; }

    /// <summary>
    /// What a layer computes, such as <see cref="LeakyReLU"/> with a slope. A layer with weights, which nobody would train there, is
    /// refused when it is applied.
    /// </summary>
    public static implicit operator ActivationFunction(Layer layer) => new(layer);

    /// <summary>How files say it: the name, or for a function of one's own how it is registered.</summary>
    /// <exception cref="NotSupportedException">It is a function of one's own that is not registered.</exception>
    internal JsonNode Serialize() => Activations.IsKnown(this) ? Name
        : SourceLayer is not null ? KnownLayers.All.Serialize(SourceLayer)
        : CustomObjects.NameOf(this) is { } registered
            ? new JsonObject { ["module"] = "builtins", ["class_name"] = "function", ["config"] = Name, ["registered_name"] = registered }
            : throw new NotSupportedException(
                $"The activation function '{Name}' cannot be written to a file: nobody knows how to find it again. Register it: "
                + "CustomObjects.Register(\"MyPackage\", function).");

    /// <summary>The function that a file says.</summary>
    /// <param name="node">What <see cref="Serialize"/> gave.</param>
    /// <param name="where">Where it stands, for messages.</param>
    /// <exception cref="InvalidDataException">It is neither a known name nor a description of a function.</exception>
    /// <exception cref="NotSupportedException">It is a function of one's own that is not registered.</exception>
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
        $"The layer '{layer.Name}' ({layer.ClassName}) has weights, which would not be trained where it serves as an activation. Put it "
        + "behind the layer instead.");
}
