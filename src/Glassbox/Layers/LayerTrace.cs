namespace Glassbox.Layers;

/// <summary>Records the layers that run in a call, with their inputs, outputs and operations on a tape.</summary>
internal sealed class LayerTrace(GradientTape tape) : CallProbe
{
    private readonly Stack<LayerCall> running = new();
    private readonly List<LayerCall> calls = [];

    /// <summary>The calls in the order in which they started; nested calls have a greater depth.</summary>
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
