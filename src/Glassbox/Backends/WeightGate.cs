namespace Glassbox.Backends;

/// <summary>
/// Keeps updates in place apart from calls on other threads that read weights: an update in place needs to be alone; one that is not writes
/// elsewhere. A call that begins meanwhile waits for the update, which takes as long as one step of an optimizer.
/// </summary>
internal static class WeightGate
{
    private const int Writing = -1;

    /// <summary>How many threads read, or <see cref="Writing"/>.</summary>
    private static int state;

    [ThreadStatic]
    private static bool reads;

    [ThreadStatic]
    private static bool writes;

    /// <summary>Whether this thread may write in place.</summary>
    public static bool IsWriting => writes;

    /// <summary>Begins to read on this thread. Each thread does so once.</summary>
    public static void EnterReader()
    {
        if (writes)
        {
            return;
        }

        var wait = default(SpinWait);
        while (true)
        {
            var seen = Volatile.Read(ref state);
            if (seen >= 0 && Interlocked.CompareExchange(ref state, seen + 1, seen) == seen)
            {
                reads = true;
                return;
            }

            wait.SpinOnce();
        }
    }

    /// <summary>Ends what <see cref="EnterReader"/> began.</summary>
    public static void ExitReader()
    {
        if (reads)
        {
            reads = false;
            Interlocked.Decrement(ref state);
        }
    }

    /// <summary>Lets this thread write in place, if no other reads; dispose the result to end it.</summary>
    public static Turn TryWrite()
    {
        var own = reads ? 1 : 0;
        var alone = !writes && Interlocked.CompareExchange(ref state, Writing, own) == own;
        writes |= alone;
        return new Turn(alone, own);
    }

    /// <summary>The time for which a thread may write in place.</summary>
    public readonly struct Turn(bool alone, int own) : IDisposable
    {
        public void Dispose()
        {
            if (alone)
            {
                writes = false;
                Volatile.Write(ref state, own);
            }
        }
    }
}
