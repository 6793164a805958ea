using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// One use of a layer in a graph: what goes in and what comes out. A layer that is applied twice has two nodes and one set of weights.
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

    /// <summary>Whose use it is.</summary>
    public Layer Layer { get; }

    /// <summary>What goes in; nothing for an input of the model.</summary>
    public Structure<KerasTensor> Inputs { get; }

    /// <summary>What comes out.</summary>
    public Structure<KerasTensor> Outputs { get; }

    /// <summary>Whether the layer acts as in training whatever the model does; null if it follows the model.</summary>
    public bool? Training { get; }

    /// <summary>Which of the layer's uses it is, counted from 0.</summary>
    public int Index { get; }
}
