using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Layers;

namespace Glassbox.Saving;

/// <summary>What files say of a functional model: its layers, and for each use of a layer the tensors that go in.</summary>
internal static class FunctionalConfig
{
    public static Config Of(Model model, Graph graph)
    {
        var uses = Uses(graph);
        var layers = graph.Operations.Select(layer =>
        {
            var description = layer is OperationLayer operation ? Describe(operation) : layer.Serialize();
            description["name"] = layer.Name;
            description["inbound_nodes"] = new JsonArray([.. uses[layer].Where(node => node.Inputs.Count > 0).Select(node => Describe(node, uses))]);
            return description;
        });
        return new()
        {
            { "name", model.Name }, { "trainable", model.Trainable }, { "layers", new JsonArray([.. layers]) },
            { "input_layers", Places(graph.Inputs, uses) }, { "output_layers", Places(graph.Outputs, uses) },
        };
    }

    public static Model Make(Config config)
    {
        var made = new FunctionalReader(config);
        return new Model(made.Tensors("input_layers"), made.Tensors("output_layers"), config.GetName());
    }

    /// <summary>The uses of each layer within the model, in the order in which they were made; their positions are what files count by.</summary>
    private static Dictionary<Layer, Node[]> Uses(Graph graph) =>
        graph.Nodes.GroupBy(node => node.Layer).ToDictionary(group => group.Key, group => group.OrderBy(node => node.Index).ToArray());

    private static JsonObject Describe(OperationLayer layer)
    {
        var config = new JsonObject { ["name"] = layer.Name };
        foreach (var (setting, value) in layer.Arguments.Settings)
        {
            config[setting] = value switch
            {
                null => null,
                bool flag => flag,
                int whole => whole,
                double number => number,
                string text => text,
                IEnumerable<int> several => new JsonArray([.. several.Select(item => JsonValue.Create(item))]),
                _ => throw new NotSupportedException($"The operation {layer.ClassName} has a setting '{setting}' that files cannot hold."),
            };
        }

        return new JsonObject { ["module"] = $"keras.src.ops.{layer.Operation.Module}", ["class_name"] = layer.ClassName, ["config"] = config, ["registered_name"] = layer.ClassName };
    }

    private static JsonObject Describe(Node node, Dictionary<Layer, Node[]> uses)
    {
        var arguments = new JsonArray();
        var numbers = node.Layer is OperationLayer operation ? operation.Arguments.Numbers : [];
        if (node.Layer is OperationLayer { Arguments.TakesList: false } or { SecondArgument: not null })
        {
            var tensors = new Queue<KerasTensor>(node.Inputs);
            for (var position = 0; position < numbers.Count || tensors.Count > 0; position++)
            {
                arguments.Add((JsonNode)(position < numbers.Count && numbers[position] is { } number ? JsonValue.Create(number) : Describe(tensors.Dequeue(), uses)));
            }
        }
        else
        {
            arguments.Add(node.Inputs.IsSingle
                ? Describe(node.Inputs.One, uses)
                : node.Inputs.Keys is { } keys
                    ? new JsonObject(keys.Zip(node.Inputs, (key, tensor) => KeyValuePair.Create(key, (JsonNode?)Describe(tensor, uses))))
                    : new JsonArray([.. node.Inputs.Select(tensor => Describe(tensor, uses))]));
        }

        if (node.Layer is OperationLayer { Arguments.Slices: { } slices })
        {
            arguments.Add(SliceConfig.Write(slices));
        }

        return new JsonObject { ["args"] = arguments, ["kwargs"] = node.Training is { } training ? new JsonObject { ["training"] = training } : [] };
    }

    private static JsonObject Describe(KerasTensor tensor, Dictionary<Layer, Node[]> uses) => new()
    {
        ["class_name"] = "__keras_tensor__",
        ["config"] = new Config { { "shape", tensor.Shape }, { "dtype", tensor.DType.Name }, { "keras_history", Place(tensor, uses) } }.Values,
    };

    private static JsonArray Place(KerasTensor tensor, Dictionary<Layer, Node[]> uses) =>
        new(JsonValue.Create(tensor.Node.Layer.Name), JsonValue.Create(Array.IndexOf(uses[tensor.Node.Layer], tensor.Node)), JsonValue.Create(tensor.TensorIndex));

    private static JsonNode Places(Nest<KerasTensor> tensors, Dictionary<Layer, Node[]> uses) => tensors.IsSingle
        ? Place(tensors.One, uses)
        : tensors.Keys is { } keys
            ? new JsonObject(keys.Zip(tensors, (key, tensor) => KeyValuePair.Create(key, (JsonNode?)Place(tensor, uses))))
            : new JsonArray([.. tensors.Select(tensor => Place(tensor, uses))]);

    /// <summary>Whether a value is text.</summary>
    internal static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
}
