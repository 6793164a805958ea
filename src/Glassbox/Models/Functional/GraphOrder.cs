using Glassbox.Layers;

namespace Glassbox;

/// <summary>The order of a graph's nodes and layers, as in Keras; it determines the numbering of weights in files.</summary>
/// <remarks>
/// Nodes are found by depth-first search from each output backward. A node's depth is the longest path from it to an output; layers are
/// sorted by the depth of their deepest node, then by discovery order.
/// </remarks>
internal static class GraphOrder
{
    public static (IReadOnlyList<Node> Nodes, IReadOnlyList<Layer> Layers) Of(Structure<KerasTensor> inputs, Structure<KerasTensor> outputs)
    {
        var met = new Dictionary<Layer, int>();
        var nodes = InputsFirst(inputs, outputs, met);
        var depths = Depths(nodes);

        // Inputs that no output depends on are part of the model too, at the start.
        Node[] unused = [.. inputs.Select(input => input.Node).Where(node => node.Layer is InputLayer && !depths.ContainsKey(node.Layer))];
        foreach (var node in unused)
        {
            (depths[node.Layer], met[node.Layer]) = (0, -1);
        }

        return ([.. unused, .. nodes], [.. depths.Keys.OrderByDescending(layer => depths[layer]).ThenBy(layer => met[layer])]);
    }

    /// <summary>
    /// The nodes that the outputs depend on, in topological order. Uses an explicit stack, since graphs may be deeper than the call stack
    /// allows.
    /// </summary>
    private static List<Node> InputsFirst(Structure<KerasTensor> inputs, Structure<KerasTensor> outputs, Dictionary<Layer, int> met)
    {
        // An input that is another layer's output cuts off the graph before it.
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
            // All nodes of a layer are placed at its deepest one.
            var depth = ofLayers[node.Layer] = Math.Max(ofNodes.GetValueOrDefault(node), ofLayers.GetValueOrDefault(node.Layer));
            foreach (var input in node.Inputs)
            {
                ofNodes[input.Node] = Math.Max(depth + 1, ofNodes.GetValueOrDefault(input.Node));
            }
        }

        return ofLayers;
    }
}
