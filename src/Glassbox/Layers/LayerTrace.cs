namespace Glassbox.Layers;

/// <summary>Notes which layers run in a call, what goes into them, what comes out, and which operations on a tape are theirs.</summary>
internal sealed class LayerTrace(GradientTape tape) : CallProbe
{
    private readonly Stack<LayerCall> running = new();
    private readonly List<LayerCall> calls = [];

    /// <summary>The layers that ran, in the order in which they began; those within others have a greater depth.</summary>
    public IReadOnlyList<LayerCall> Calls => calls;

    public override void Enter(Layer layer, Structure<Tensor> inputs)
    {
        var call = new LayerCall(layer, running.Count, inputs, tape.Records.Count);
        calls.Add(call);
        running.Push(call);
    }

    public override void Leave(Structure<Tensor> outputs)
    {
        var call = running.Pop();
        (call.Outputs, call.EndRecord) = (outputs, tape.Records.Count);
    }
}
