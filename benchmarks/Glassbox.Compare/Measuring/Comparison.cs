namespace Glassbox.Compare;

/// <summary>One thing that both sides can do: what it is called, how to do it, and how many floating-point operations it takes.</summary>
/// <param name="Name">As on the command line, such as <c>product/512x512x512</c>.</param>
/// <param name="Threads">How many threads both sides may use.</param>
/// <param name="Ours">Does it once with Glassbox.</param>
/// <param name="Peer">Does it once with the peer; null where the machine cannot load it.</param>
internal sealed record Comparison(string Name, int Threads, Action Ours, Action? Peer)
{
    /// <summary>Multiplications and additions; 0 where they are not what counts.</summary>
    public double FloatingPointOperations { get; init; }

    /// <summary>
    /// What must be read and written at least, where moving it is what takes the time: the roofline then is walking over it without doing
    /// anything. Empty where it is the arithmetic.
    /// </summary>
    public IReadOnlyList<MemoryPass> MemoryPasses { get; init; } = [];

    /// <summary>What the times are multiplied by, where only a part of the thing is done at once: a few steps of an epoch.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>
    /// What both sides came to, once they have been measured: a peer that learns something else would be no peer. Null where there is
    /// nothing to say.
    /// </summary>
    public Func<string>? Check { get; init; }
}
