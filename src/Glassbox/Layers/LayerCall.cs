namespace Glassbox.Layers;

/// <summary>A layer that ran: its inputs and outputs, and the tape's records between its beginning and its end.</summary>
internal sealed class LayerCall(Layer layer, int depth, IReadOnlyList<Tensor> inputs, int firstRecord)
{
    public Layer Layer { get; } = layer;

    /// <summary>How many layers it is within.</summary>
    public int Depth { get; } = depth;

    public IReadOnlyList<Tensor> Inputs { get; } = inputs;

    public IReadOnlyList<Tensor> Outputs { get; set; } = [];

    public int FirstRecord { get; } = firstRecord;

    public int EndRecord { get; set; }
}
