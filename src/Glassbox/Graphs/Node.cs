using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// One application of a layer in a graph, with its inputs and outputs. A layer that is applied twice has two nodes and one set of weights.
/// </summary>
public sealed class Node
{
    internal Node(Layer layer, Structure<KerasTensor> inputs, bool? training, Structure<TensorSpec> outputs)
    {
        Index = layer.InboundNodes.Count;
        Layer = layer;
        Inputs = inputs;
        Training = training;
        var index = 0;
        Outputs = outputs.Map(spec => new KerasTensor(this, index++, spec));
    }

    /// <summary>The layer that is applied.</summary>
    public Layer Layer { get; }

    /// <summary>The inputs; none for an input of the model.</summary>
    public Structure<KerasTensor> Inputs { get; }

    /// <summary>The outputs.</summary>
    public Structure<KerasTensor> Outputs { get; }

    /// <summary>Whether the layer is fixed to training or inference mode; null if it follows the model.</summary>
    public bool? Training { get; }

    /// <summary>The index among the layer's nodes.</summary>
    public int Index { get; }
}
