namespace Glassbox.Layers;

/// <summary>
/// What a layer adds to the loss while it is called. A call from outside (of a model, say) reaches many layers, some of them more than once; what they add belongs to
/// that call and is forgotten with the next one.
/// </summary>
internal sealed class CallLosses
{
    private static long calls;

    [ThreadStatic]
    private static long current;

    private readonly List<Tensor> losses = [];

    /// <summary>The last call from outside that came through here.</summary>
    public long LastCall { get; private set; }

    /// <summary>Begins a call, which is one from outside unless another layer's call is running on this thread; dispose the result to end it.</summary>
    public Scope Enter()
    {
        var scope = new Scope(current);
        current = current == 0 ? Interlocked.Increment(ref calls) : current;
        Belong(current);
        return scope;
    }

    /// <summary>Adds a loss to the running call.</summary>
    public void Add(Tensor loss) => losses.Add(loss);

    /// <summary>What was added during a call from outside.</summary>
    public IReadOnlyList<Tensor> Of(long call) => call == LastCall ? losses : [];

    private void Belong(long call)
    {
        if (call != LastCall)
        {
            losses.Clear();
            LastCall = call;
        }
    }

    /// <summary>The time that a call takes.</summary>
    public readonly struct Scope(long outer) : IDisposable
    {
        public void Dispose() => current = outer;
    }
}
