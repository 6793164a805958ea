using System.Globalization;
using System.Reflection;
using Glassbox.Layers;

namespace Glassbox.Plotting;

/// <summary>Builds the diagram of a model: a box per layer and an arrow per tensor, as in Keras's plot_model.</summary>
internal sealed class DiagramBuilder(DiagramOptions options)
{
    private readonly List<Model> around = [];
    private int count;

    public static DiagramGraph Build(Model model, DiagramOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!model.Built)
        {
            throw new InvalidOperationException($"Model '{model.Name}' is not built, so its shapes are unknown. Give the first layer an "
                + "inputShape, or call the model on data first.");
        }

        return model.Layers.Count > 0
            ? new DiagramBuilder(options).Graph(model)
            : throw new InvalidOperationException($"Model '{model.Name}' has no layers to draw.");
    }

    private DiagramGraph Graph(Model model)
    {
        around.Add(model);
        var graph = model.Graph is null ? Pile(model) : Functional(model);
        around.Remove(model);
        return graph;
    }

    /// <summary>The layers of a Sequential, or those of a subclassed model, of which only the order is known.</summary>
    private DiagramGraph Pile(Model model)
    {
        var nodes = model.Layers.Select(Box).ToList();
        return new DiagramGraph(nodes, [.. nodes.Zip(nodes.Skip(1), (from, to) => new DiagramEdge(from, 0, to, 0))], [nodes[0]],
            [nodes[^1]]);
    }

    private DiagramGraph Functional(Model model)
    {
        // A layer that is called twice is one box.
        var graph = model.Graph!;
        var boxes = graph.Operations.ToDictionary(layer => layer, Box);
        var edges = from layer in graph.Operations
                    from node in graph.Nodes
                    where node.Layer == layer
                    from i in Enumerable.Range(0, node.Inputs.Count)
                    select new DiagramEdge(boxes[node.Inputs[i].Node.Layer], node.Inputs[i].TensorIndex, boxes[layer], i);
        return new DiagramGraph(
            [.. graph.Operations.Select(layer => boxes[layer])], [.. edges.Distinct()],
            [.. graph.Inputs.Select(input => boxes[input.Node.Layer])], [.. graph.Outputs.Select(output => boxes[output.Node.Layer])]);
    }

    private DiagramNode Box(Layer layer)
    {
        // A nested model is drawn within its layer's box.
        var inner = options.ExpandNested && layer is Model { Layers.Count: > 0 } nested && !around.Contains(nested) ? Graph(nested) : null;
        return new DiagramNode(
            string.Create(CultureInfo.InvariantCulture, $"n{++count}"), options.ShowLayerNames || inner is not null ? layer.Name : "",
            layer.ClassName, options.ShowLayerActivations ? Activation(layer) : null, [.. Cells(layer)],
            options.ShowTrainable && layer.Weights.Count > 0 ? layer.Trainable : null, inner);
    }

    private IEnumerable<(string Label, string Value)> Cells(Layer layer)
    {
        if (options.ShowShapes)
        {
            if (layer is not InputLayer)
            {
                yield return ("Input shape", Shapes(layer, () =>
                    layer is { Built: true } ? layer.InputShapes : Uses(layer)[0].Inputs.Map(tensor => tensor.Shape)));
            }

            yield return ("Output shape", Shapes(layer, () =>
                Uses(layer).Count > 0 ? Uses(layer)[0].Outputs.Map(tensor => tensor.Shape) : layer.OutputShapes));
        }

        if (options.ShowDtype)
        {
            yield return ("Output dtype", Uses(layer).Count > 0
                ? string.Join(", ", Uses(layer)[0].Outputs.Select(tensor => tensor.DType.Name).Distinct()) : layer.DType.Name);
        }
    }

    private static List<Node> Uses(Layer layer) => layer.InboundNodes;

    private static string Shapes(Layer layer, Func<Structure<Shape>> shapes) =>
        layer.Built || Uses(layer).Count > 0 ? shapes().ToString() : "?";

    private static string? Activation(Layer layer) => layer.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.PropertyType == typeof(ActivationFunction))
        .Select(property => ((ActivationFunction?)property.GetValue(layer))?.Name).FirstOrDefault();
}
