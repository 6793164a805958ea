namespace Glassbox.Layers;

/// <summary>Whether the call that is running on this thread is one of training: layers within take it over, unless they are told otherwise.</summary>
internal static class CallTraining
{
    [ThreadStatic]
    private static bool current;

    /// <summary>What the call that is running was told; false outside of calls.</summary>
    public static bool Current => current;

    /// <summary>Begins a call; dispose the result to end it.</summary>
    public static Scope Enter(bool training)
    {
        var scope = new Scope(current);
        current = training;
        return scope;
    }

    /// <summary>The time that a call takes.</summary>
    public readonly struct Scope(bool outer) : IDisposable
    {
        public void Dispose() => current = outer;
    }
}
