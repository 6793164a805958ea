using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox;

/// <summary>
/// A function that a layer applies to its output. A string is accepted wherever one is: <c>new Dense(10, activation: "softmax")</c>; so is
/// a layer without weights,
/// <c>activation: new LeakyReLU(0.1)</c>, and a function of your own: <c>new ActivationFunction("cube", x => x * x * x)</c>.
/// </summary>
public sealed class ActivationFunction
{
    private readonly Func<Tensor, Tensor> function;
    private readonly Layer? layer;
    private readonly bool isUsers;

    /// <summary>A function with a name.</summary>
    /// <param name="name">What it is called in configurations, such as <c>relu</c>.</param>
    /// <param name="function">Made of differentiable operations (<see cref="Ops"/>); the result has the shape of the argument.</param>
    public ActivationFunction(string name, Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Name = name;
        this.function = function;
        isUsers = function.Method.Module != typeof(ActivationFunction).Module;
    }

    private ActivationFunction(Layer layer)
        : this(LayerNames.SnakeCase(layer.ClassName), x => Checked(layer, layer.Apply(x))) => this.layer = layer;

    /// <summary>What it is called, such as <c>relu</c>.</summary>
    public string Name { get; }

    /// <summary>The function's value. Of a symbolic tensor it extends the graph, as the layer <see cref="Activation"/> does.</summary>
    public Tensor Apply(Tensor x)
    {
        if (x is KerasTensor)
        {
            return new Activation(this).Apply(x);
        }

        if (!isUsers)
        {
            return function(x);
        }

        using var code = RunningCode.Enter(isUsers);
        return function(x);
    }

    /// <summary>The function of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator ActivationFunction?(string? name) => name is null ? null : Activations.Get(name);

    /// <summary>A function of your own.</summary>
    public static implicit operator ActivationFunction(Func<Tensor, Tensor> function) => new(function.Method.Name, function);

    /// <summary>
    /// What a layer computes, such as <see cref="LeakyReLU"/> with a slope. A layer with weights, which nobody would train there, is
    /// refused when it is applied.
    /// </summary>
    public static implicit operator ActivationFunction(Layer layer) => new(layer);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>How files say it: the name, or for a function of one's own how it is registered.</summary>
    /// <exception cref="NotSupportedException">It is a function of one's own that is not registered.</exception>
    internal JsonNode Serialize() => Activations.IsKnown(this) ? Name
        : layer is not null ? KnownLayers.All.Serialize(layer)
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
