using Glassbox.Layers;

namespace Glassbox;

/// <summary>The layer graph between input and output tensors, in topological order.</summary>
internal sealed class Graph
{
    private readonly Step[] steps;
    private readonly int[] inputSlots;
    private readonly Structure<int> outputSlots;
    private readonly int slotCount;

    /// <summary>The calls (nodes) of each layer, and the index of each node among those of its layer in order of creation.</summary>
    private readonly ILookup<Layer, Node> usesOf;
    private readonly Dictionary<Node, int> places = [];

    public Graph(string modelName, Structure<KerasTensor> inputs, Structure<KerasTensor> outputs)
    {
        GraphCheck.NotEmpty(modelName, inputs, outputs);
        (Inputs, Outputs) = inputs.All(IsInput) ? (inputs, outputs) : SubGraph.Copy(modelName, inputs, outputs);
        var order = GraphOrder.Of(Inputs, Outputs);
        (Nodes, Operations) = (order.Nodes, order.Layers);
        Layers = [.. Operations.Where(layer => layer is not OperationLayer)];
        GraphCheck.Connected(modelName, Inputs, Nodes);
        GraphCheck.UniqueNames(modelName, Operations);

        var slots = Nodes.SelectMany(node => node.Outputs).Select((tensor, slot) => (tensor, slot))
            .ToDictionary(pair => pair.tensor, pair => pair.slot);
        slotCount = slots.Count;
        inputSlots = [.. Inputs.Select(tensor => slots[tensor])];
        outputSlots = Outputs.Map(tensor => slots[tensor]);
        usesOf = Nodes.ToLookup(node => node.Layer);
        foreach (var (place, node) in usesOf.SelectMany(nodes => nodes.OrderBy(node => node.Index).Index()))
        {
            places.Add(node, place);
        }

        var uses = Nodes.Where(node => node.Inputs.Count > 0).ToArray();
        var lastUses = new Dictionary<int, int>();
        for (var i = 0; i < uses.Length; i++)
        {
            foreach (var slot in uses[i].Inputs.Select(tensor => slots[tensor]).Except(outputSlots))
            {
                lastUses[slot] = i;
            }
        }

        var endingAt = lastUses.ToLookup(last => last.Value, last => last.Key);
        steps = [.. uses.Select((node, i) => new Step(node, node.Inputs.Map(tensor => slots[tensor]), slots[node.Outputs[0]],
            [.. endingAt[i]]))];
    }

    public Structure<KerasTensor> Inputs { get; }

    public Structure<KerasTensor> Outputs { get; }

    /// <summary>The nodes in topological order.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>The layers and operations in Keras's order: those furthest from the outputs first.</summary>
    public IReadOnlyList<Layer> Operations { get; }

    /// <summary>The layers in the same order, without operations.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>
    /// The names of the outputs: dictionary keys, or the names of the producing layers, numbered where a layer has several outputs.
    /// </summary>
    public IReadOnlyList<string> OutputNames
    {
        get
        {
            var counts = new Dictionary<string, int>();
            return Outputs.Keys ?? [.. Outputs.Select(tensor => Numbered(tensor.Name))];

            string Numbered(string name)
            {
                var before = counts.GetValueOrDefault(name);
                counts[name] = before + 1;
                return before > 0 ? $"{name}_{before}" : name;
            }
        }
    }

    /// <summary>Whether the graph is a linear chain, as in a <see cref="Sequential"/>.</summary>
    public bool IsChain => Nodes.Count == Operations.Count && Nodes.All(node => node.Inputs.Count <= 1)
        && Nodes.SelectMany(node => node.Inputs).GroupBy(tensor => tensor.Node).All(uses => uses.Count() == 1);

    /// <summary>
    /// The inbound connections of a layer: for each input the layer, node index and output index, as in <c>dense_1[0][0]</c>.
    /// </summary>
    public string[] Sources(Layer layer) => [.. usesOf[layer].SelectMany(node => node.Inputs)
        .Select(tensor => $"{tensor.Name}[{IndexOf(tensor.Node)}][{tensor.TensorIndex}]")];

    /// <summary>The nodes of a layer in order of creation, which is the order of node indices in files.</summary>
    public IEnumerable<Node> UsesInOrder(Layer layer) => usesOf[layer].OrderBy(node => node.Index);

    /// <summary>Zero-based index of a node among this graph's nodes of its layer.</summary>
    public int IndexOf(Node node) => places[node];

    /// <summary>Evaluates the graph.</summary>
    /// <param name="inputs">One value per input, in order.</param>
    /// <param name="apply">Computes the outputs of a node from its inputs.</param>
    /// <param name="needed">Called after each node with the values that are still needed; null for none.</param>
    public Structure<T> Run<T>(IReadOnlyList<T> inputs, Func<Node, Structure<T>, Structure<T>> apply, Action<T[]>? needed = null)
    {
        var values = new T[slotCount];
        for (var i = 0; i < inputSlots.Length; i++)
        {
            values[inputSlots[i]] = inputs[i];
        }

        foreach (var step in steps)
        {
            var outputs = apply(step.Node, step.Inputs.Map(slot => values[slot]));
            for (var i = 0; i < outputs.Count; i++)
            {
                values[step.FirstOutput + i] = outputs[i];
            }

            foreach (var slot in step.LastUses)
            {
                values[slot] = default!;
            }

            needed?.Invoke(values);
        }

        return outputSlots.Map(slot => values[slot]);
    }

    private static bool IsInput(KerasTensor tensor) => tensor.Node.Layer is InputLayer;

    /// <summary>A layer call: the slots of its inputs and outputs, and the values whose last use it is.</summary>
    private sealed record Step(Node Node, Structure<int> Inputs, int FirstOutput, int[] LastUses);
}
