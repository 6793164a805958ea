using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Layers;

namespace Glassbox.Saving;

/// <summary>Reconstructs the layer graph of a functional model from its config.</summary>
internal sealed class FunctionalReader
{
    private readonly Config config;
    private readonly Dictionary<string, List<Structure<KerasTensor>>> made = [];

    /// <exception cref="InvalidDataException">The config is invalid: a tensor has no source, or layers depend on each other
    /// cyclically.</exception>
    public FunctionalReader(Config config)
    {
        this.config = config;
        var pending = new Queue<Use>();
        foreach (var node in config.GetNode("layers") as JsonArray ?? throw config.Missing("layers"))
        {
            Add(node, pending);
        }

        Apply(pending);
    }

    /// <summary>
    /// Makes all layer calls. A call that lacks an input, or its layer's previous call, is queued at the first of them, so each is examined
    /// at most once per input whatever the order in the file.
    /// </summary>
    private void Apply(Queue<Use> pending)
    {
        var waiting = new Dictionary<(string Layer, int Use), List<Use>>();
        var waits = 0;
        while (pending.TryDequeue(out var use))
        {
            if (Lacking(use) is { } lacking)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(waiting, lacking, out _) ??= [];
                waiting[lacking].Add(use);
                waits++;
                continue;
            }

            made[use.Name].Add(use.Apply(Inputs(use) ?? throw Unreachable(use)));
            if (waiting.Remove((use.Name, use.Number), out var released))
            {
                released.ForEach(pending.Enqueue);
                waits -= released.Count;
            }
        }

        if (waits > 0)
        {
            throw Unreachable(waiting.Values.First()[0]);
        }
    }

    /// <summary>What a layer call still lacks: its layer's previous call, or the producer of one of its inputs.</summary>
    private (string Layer, int Use)? Lacking(Use use)
    {
        if (use.Number > made[use.Name].Count)
        {
            return (use.Name, use.Number - 1);
        }

        for (; use.Found < use.Sources.Count; use.Found++)
        {
            var source = use.Sources[use.Found];
            if (!made.TryGetValue(source.Layer, out var uses) || source.Use >= uses.Count)
            {
                return source;
            }
        }

        return null;
    }

    private InvalidDataException Unreachable(Use use) => new(
        $"{config.Owner}: layer '{use.Name}' is applied to a tensor that no layer produces, or the graph has a cycle.");

    /// <summary>The tensors under a key: one, a list, or a dictionary by name.</summary>
    public Structure<KerasTensor> Tensors(string key)
    {
        var node = config.GetNode(key) ?? throw config.Missing(key);
        return node switch
        {
            JsonObject named => named.ToDictionary(pair => pair.Key, pair => At(pair.Value, key)),
            JsonArray and [JsonArray, ..] => ((JsonArray)node).Select(place => At(place, key)).ToArray(),
            _ => At(node, key),
        };
    }

    private KerasTensor At(JsonNode? place, string key) =>
        Find(place) ?? throw config.Wrong(key, place, "the place of a tensor: [layer, use, output]");

    private KerasTensor? Find(JsonNode? place) =>
        place is JsonArray and [JsonValue layer, JsonValue use, JsonValue output] && layer.TryGetValue<string>(out var name)
            && use.TryGetValue<int>(out var number) &&
        output.TryGetValue<int>(out var position) && made.TryGetValue(name, out var uses) && number >= 0 && number < uses.Count
            && position >= 0 && position < uses[number].Count
            ? uses[number][position]
            : null;

    private void Add(JsonNode? node, Queue<Use> pending)
    {
        if (node is not JsonObject description)
        {
            throw config.Wrong("layers", node, "descriptions of layers");
        }

        var nodes = description["inbound_nodes"] as JsonArray ?? [];
        var isOperation = FunctionalConfig.IsText(description["module"])
            && description["module"]!.GetValue<string>().StartsWith("keras.src.ops", StringComparison.Ordinal);
        var layer = isOperation ? null : KnownLayers.All.Deserialize(description, config.Owner);
        var name = layer?.Name ?? new Config(config.Owner, description).GetString("name");
        if (FunctionalConfig.IsText(description["name"]) && layer is not null)
        {
            name = description["name"]!.GetValue<string>();
        }

        if (!made.TryAdd(name, layer is InputLayer input ? [(KerasTensor)input.Output] : []))
        {
            throw new InvalidDataException($"{config.Owner}: there are two layers named '{name}'.");
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            var call = nodes[i] as JsonObject ?? throw config.Wrong("inbound_nodes", nodes[i], "calls with args and kwargs");
            pending.Enqueue(new Use(name, i, layer, description, call["args"] as JsonArray ?? [], call["kwargs"] as JsonObject ?? []));
        }
    }

    /// <summary>The input tensors, if all are available.</summary>
    private Structure<KerasTensor>? Inputs(Use use)
    {
        if (use.Layer is null)
        {
            return OperandsOf(use);
        }

        // A second argument may be stored among the keyword arguments.
        var given = use.Layer.SecondArgument is { } second && use.Settings[second] is JsonObject named ? use.Arguments.Append(named)
            : use.Arguments;
        var arguments = given.Where(argument => argument is JsonObject or JsonArray).ToArray();
        Structure<KerasTensor>? Several(IEnumerable<JsonNode?> nodes)
        {
            var tensors = nodes.Select(Tensor).ToArray();
            return tensors.All(tensor => tensor is not null) ? new Structure<KerasTensor>(tensors!) : (Structure<KerasTensor>?)null;
        }

        return arguments switch
        {
            [JsonArray list] => Several(list),
            [JsonObject byName] when !byName.ContainsKey("class_name") => Several(byName.Select(pair => pair.Value)) is { } tensors
                ? new Structure<KerasTensor>([.. tensors], [.. byName.Select(pair => pair.Key)])
                : (Structure<KerasTensor>?)null,
            [var one] => Tensor(one) is { } tensor ? (Structure<KerasTensor>)tensor : (Structure<KerasTensor>?)null,
            [] => throw new InvalidDataException($"{config.Owner}: layer '{use.Name}' is applied to nothing."),
            _ => Several(arguments),
        };
    }

    /// <summary>The symbolic operands of an operation, if all are available; constants are stored with the operation.</summary>
    private Structure<KerasTensor>? OperandsOf(Use use)
    {
        var symbolic = use.Operands.Where(Use.IsSymbolic).Select(Tensor).ToArray();
        return symbolic.Length == 0 ? throw new InvalidDataException($"{config.Owner}: operation '{use.Name}' is applied to nothing.")
            : !symbolic.All(tensor => tensor is not null) ? default(Structure<KerasTensor>?)
            : symbolic is [var only] && !use.TakesList ? (Structure<KerasTensor>)only!
            : new Structure<KerasTensor>(symbolic!);
    }

    private KerasTensor? Tensor(JsonNode? node) => Find(((node as JsonObject)?["config"] as JsonObject)?["keras_history"]);

    private sealed record Use(string Name, int Number, Layer? Layer, JsonObject Description, JsonArray Arguments, JsonObject Settings)
    {
        /// <summary>The layer calls that produce the inputs, as far as specified.</summary>
        public List<(string Layer, int Use)> Sources =>
            field ??= [.. Arguments.Concat([.. Settings.Select(pair => pair.Value)]).SelectMany(Places)];

        /// <summary>How many of the sources are available.</summary>
        public int Found { get; set; }

        /// <summary>The tensor references within an argument.</summary>
        private static IEnumerable<(string Layer, int Use)> Places(JsonNode? argument) => argument switch
        {
            JsonArray list => list.SelectMany(Places),
            JsonObject tensor when IsSymbolic(tensor) => tensor["config"]!["keras_history"] is JsonArray
                and [JsonValue layer, JsonValue use, _] && layer.TryGetValue<string>(out var name)
                && use.TryGetValue<int>(out var number) ? [(name, number)] : [],
            JsonObject named => named.SelectMany(pair => Places(pair.Value)),
            _ => [],
        };

        /// <summary>Whether an operation accepts its tensors as one list.</summary>
        public bool TakesList => Arguments is [JsonArray, ..];

        /// <summary>The operands of an operation: tensors, arrays and numbers. The indices of a slice, x[…], are not operands.</summary>
        public IEnumerable<JsonNode?> Operands =>
            TakesList ? (JsonArray)Arguments[0]! : ClassName == "GetItem" ? Arguments.Take(1) : Arguments;

        private string ClassName => FunctionalConfig.IsText(Description["class_name"]) ? Description["class_name"]!.GetValue<string>() : "";

        public static bool IsSymbolic(JsonNode? argument) =>
            (argument as JsonObject)?["config"] is JsonObject config && config.ContainsKey("keras_history");

        public Structure<KerasTensor> Apply(Structure<KerasTensor> inputs)
        {
            foreach (var (key, value) in Settings)
            {
                // Masks are propagated by the layers here.
                if (key is not ("training" or "mask") && key != Layer?.SecondArgument && value is not null
                    && value.GetValueKind() != JsonValueKind.False)
                {
                    throw new NotSupportedException($"Layer '{Name}' is called with {key} = {Config.Shorten(value)}, which is not "
                        + "supported here.");
                }
            }

            try
            {
                bool? training = Settings["training"]?.GetValueKind() switch
                {
                    JsonValueKind.True => true,
                    JsonValueKind.False =>
                    false,
                    _ => null
                };
                var outputs = (Layer ?? Operation()).ApplyAll(KerasTensor.AsTensors(inputs), training);
                return KerasTensor.From(outputs, Name, nameof(inputs));
            }
            catch (ArgumentException exception)
            {
                throw new InvalidDataException(exception.Message, exception);
            }
        }

        private OperationLayer Operation()
        {
            var operation = OperationTable.Make(ClassName, new Config($"operation '{Name}'", Description["config"] as JsonObject ?? []));
            operation = operation is GetItemOp ? new GetItemOp(SliceConfig.Read(Arguments.Count > 1 ? Arguments[1] : null, Name))
                : operation;
            return new OperationLayer(operation, [.. Operands.Select(Constant)], Name);
        }

        /// <summary>A constant operand; null for a symbolic one.</summary>
        private Tensor? Constant(JsonNode? operand) => operand switch
        {
            _ when IsSymbolic(operand) => null,
            JsonValue value when value.TryGetValue<long>(out var whole) => new NumberTensor(whole),
            JsonValue value when value.TryGetValue<double>(out var real) => new NumberTensor(real),
            JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
            JsonObject { Count: > 0 } array when FunctionalConfig.IsText(array["class_name"])
            && array["class_name"]!.GetValue<string>() is "__tensor__" or "__numpy__"
                && array["config"] is JsonObject config => Ops.Cast(
                    ConfigTensor.Read(new Config($"operation '{Name}'", config), "value")
                    ?? throw new InvalidDataException($"Operation '{Name}': an array has no values."),
                    new Config($"operation '{Name}'", config).GetString("dtype", "float32")),
            _ => throw new NotSupportedException($"The operation '{Name}' is applied to {Config.Shorten(operand)}, which is not "
            + "supported here."),
        };
    }
}
