using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Layers;

namespace Glassbox.Saving;

/// <summary>The config of a functional model: its layers and, for each layer call, the input tensors.</summary>
internal static class FunctionalConfig
{
    public static Config Of(Model model, Graph graph)
    {
        var layers = graph.Operations.Select(layer =>
        {
            var description = layer is OperationLayer operation ? Describe(operation) : layer.Serialize();
            description["name"] = layer.Name;
            description["inbound_nodes"] = new JsonArray([.. graph.UsesInOrder(layer).Where(node => node.Inputs.Count > 0)
                .Select(node => Describe(node, graph))]);
            return description;
        });
        return new()
        {
            { "name", model.Name }, { "trainable", model.Trainable }, { "layers", new JsonArray([.. layers]) },
            { "input_layers", Places(graph.Inputs, graph) }, { "output_layers", Places(graph.Outputs, graph) },
        };
    }

    public static Model Make(Config config)
    {
        var made = new FunctionalReader(config);
        return new Model(KerasTensor.AsTensors(made.Tensors("input_layers")), KerasTensor.AsTensors(made.Tensors("output_layers")),
            config.GetName());
    }

    private static JsonObject Describe(OperationLayer layer)
    {
        var config = new Config { { "name", layer.Name } };
        foreach (var (setting, value) in layer.Operation.GetConfig())
        {
            config.Add(setting, value?.DeepClone());
        }

        return new JsonObject
        {
            ["module"] = $"keras.src.ops.{layer.Operation.Module}",
            ["class_name"] = layer.ClassName,
            ["config"] = config.Values,
            ["registered_name"] = layer.ClassName,
        };
    }

    private static JsonObject Describe(Node node, Graph graph)
    {
        var arguments = new JsonArray();
        if (node.Layer is OperationLayer operation)
        {
            var tensors = new Queue<KerasTensor>(node.Inputs);
            JsonNode?[] operands = [.. operation.Constants.Select(constant =>
                constant is null ? Describe(tensors.Dequeue(), graph) : Describe(constant))];
            foreach (var argument in operation.Operation.TakesList ? [new JsonArray(operands)] : operands)
            {
                arguments.Add(argument);
            }

            if (operation.Operation is GetItemOp item)
            {
                arguments.Add(SliceConfig.Write(item.Slices));
            }
        }
        else if (node.Layer is { SecondArgument: not null })
        {
            foreach (var tensor in node.Inputs)
            {
                arguments.Add((JsonNode)Describe(tensor, graph));
            }
        }
        else
        {
            arguments.Add(node.Inputs.IsSingle
                ? Describe(node.Inputs.One, graph)
                : node.Inputs.Keys is { } keys
                    ? new JsonObject(keys.Zip(node.Inputs, (key, tensor) => KeyValuePair.Create(key, (JsonNode?)Describe(tensor, graph))))
                    : new JsonArray([.. node.Inputs.Select(tensor => Describe(tensor, graph))]));
        }

        return new JsonObject
        {
            ["args"] = arguments,
            ["kwargs"] = node.Training is { } training ? new JsonObject { ["training"] = training } : []
        };
    }

    private static JsonObject Describe(KerasTensor tensor, Graph graph) => new()
    {
        ["class_name"] = "__keras_tensor__",
        ["config"] = new Config { { "shape", tensor.Shape }, { "dtype", tensor.DType.Name },
        { "keras_history", Place(tensor, graph) } }.Values,
    };

    /// <summary>Serializes a constant operand: a number or an array.</summary>
    private static JsonNode Describe(Tensor constant) => constant is NumberTensor number
        ? number.Value switch
        {
            long whole => JsonValue.Create(whole),
            bool flag => JsonValue.Create(flag),
            var real =>
        JsonValue.Create((double)real)
        }
        : new JsonObject
        {
            ["class_name"] = "__tensor__",
            ["config"] = new JsonObject { ["value"] = ConfigTensor.Write(constant), ["dtype"] = constant.DType.Name }
        };

    private static JsonArray Place(KerasTensor tensor, Graph graph) =>
        new(JsonValue.Create(tensor.Node.Layer.Name), JsonValue.Create(graph.IndexOf(tensor.Node)),
            JsonValue.Create(tensor.TensorIndex));

    private static JsonNode Places(Structure<KerasTensor> tensors, Graph graph) => tensors.IsSingle
        ? Place(tensors.One, graph)
        : tensors.Keys is { } keys
            ? new JsonObject(keys.Zip(tensors, (key, tensor) => KeyValuePair.Create(key, (JsonNode?)Place(tensor, graph))))
            : new JsonArray([.. tensors.Select(tensor => Place(tensor, graph))]);

    /// <summary>Whether a JSON value is a string.</summary>
    internal static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;
}
