namespace Glassbox.Layers;

/// <summary>Record of a layer's call: its inputs, outputs and range of tape records.</summary>
internal sealed class LayerCall(Layer layer, int depth, IReadOnlyList<Tensor> inputs, int firstRecord)
{
    public Layer Layer { get; } = layer;

    /// <summary>The nesting depth.</summary>
    public int Depth { get; } = depth;

    public IReadOnlyList<Tensor> Inputs { get; } = inputs;

    public IReadOnlyList<Tensor> Outputs { get; set; } = [];

    public int FirstRecord { get; } = firstRecord;

    public int EndRecord { get; set; }
}
