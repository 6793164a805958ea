using Glassbox.Layers;

namespace Glassbox;

/// <summary>The order of a graph's nodes and layers, as Keras has it, which numbers the weights in files.</summary>
/// <remarks>
/// The nodes are found by going from each output against the arrows, depth first. A node's depth is the longest way from it to an output;
/// the layers are sorted by the depth of their deepest node, then by when they were first met.
/// </remarks>
internal static class GraphOrder
{
    public static (IReadOnlyList<Node> Nodes, IReadOnlyList<Layer> Layers) Of(Structure<KerasTensor> inputs, Structure<KerasTensor> outputs)
    {
        var met = new Dictionary<Layer, int>();
        var nodes = InputsFirst(inputs, outputs, met);
        var depths = Depths(nodes);

        // Inputs that no output needs belong to the model all the same, in front.
        Node[] unused = [.. inputs.Select(input => input.Node).Where(node => node.Layer is InputLayer && !depths.ContainsKey(node.Layer))];
        foreach (var node in unused)
        {
            (depths[node.Layer], met[node.Layer]) = (0, -1);
        }

        return ([.. unused, .. nodes], [.. depths.Keys.OrderByDescending(layer => depths[layer]).ThenBy(layer => met[layer])]);
    }

    /// <summary>
    /// The nodes that the outputs need, each behind those that it needs itself. Walks with a stack of its own: graphs may be deeper than
    /// the program's.
    /// </summary>
    private static List<Node> InputsFirst(Structure<KerasTensor> inputs, Structure<KerasTensor> outputs, Dictionary<Layer, int> met)
    {
        // An input that lies behind a layer cuts off what is before it.
        var cuts = inputs.Where(input => input.Node.Layer is not InputLayer).ToHashSet();
        var finished = new List<Node>();
        var entered = new HashSet<Node>();
        var path = new Stack<(Node Node, int Next)>();
        void Enter(KerasTensor tensor)
        {
            if (!cuts.Contains(tensor) && entered.Add(tensor.Node))
            {
                met.TryAdd(tensor.Node.Layer, met.Count);
                path.Push((tensor.Node, 0));
            }
        }

        foreach (var output in outputs)
        {
            Enter(output);
            while (path.TryPop(out var at))
            {
                if (at.Next < at.Node.Inputs.Count)
                {
                    path.Push((at.Node, at.Next + 1));
                    Enter(at.Node.Inputs[at.Next]);
                }
                else
                {
                    finished.Add(at.Node);
                }
            }
        }

        return finished;
    }

    private static Dictionary<Layer, int> Depths(List<Node> inputsFirst)
    {
        var ofNodes = new Dictionary<Node, int>();
        var ofLayers = new Dictionary<Layer, int>();
        foreach (var node in Enumerable.Reverse(inputsFirst))
        {
            // All uses of a layer stand where its deepest does.
            var depth = ofLayers[node.Layer] = Math.Max(ofNodes.GetValueOrDefault(node), ofLayers.GetValueOrDefault(node.Layer));
            foreach (var input in node.Inputs)
            {
                ofNodes[input.Node] = Math.Max(depth + 1, ofNodes.GetValueOrDefault(input.Node));
            }
        }

        return ofLayers;
    }
}
