namespace Glassbox.Layers;

/// <summary>While it is open, notes which layers run, what goes into them, what comes out, and which operations on a tape are theirs.</summary>
internal sealed class LayerTrace : IDisposable
{
    [ThreadStatic]
    private static LayerTrace? current;

    private readonly GradientTape tape;
    private readonly LayerTrace? outer;
    private readonly Stack<LayerCall> running = new();
    private readonly List<LayerCall> calls = [];

    public LayerTrace(GradientTape tape)
    {
        this.tape = tape;
        outer = current;
        current = this;
    }

    /// <summary>The trace that is open on this thread.</summary>
    public static LayerTrace? Current => current;

    /// <summary>The layers that ran, in the order in which they began; those within others have a greater depth.</summary>
    public IReadOnlyList<LayerCall> Calls => calls;

    public void Enter(Layer layer, IReadOnlyList<Tensor> inputs)
    {
        var call = new LayerCall(layer, running.Count, inputs, tape.Records.Count);
        calls.Add(call);
        running.Push(call);
    }

    public void Leave(IReadOnlyList<Tensor> outputs)
    {
        var call = running.Pop();
        (call.Outputs, call.EndRecord) = (outputs, tape.Records.Count);
    }

    public void Dispose() => current = outer;
}
