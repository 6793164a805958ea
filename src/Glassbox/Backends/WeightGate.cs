namespace Glassbox.Backends;

/// <summary>
/// A reader-writer gate between in-place weight updates and calls on other threads that read weights: an in-place update must be exclusive;
/// otherwise the update writes to new memory. A reader that starts during an update waits for it, as long as one optimizer step takes.
/// </summary>
internal static class WeightGate
{
    private const int Writing = -1;

    /// <summary>The number of readers, or <see cref="Writing"/>.</summary>
    private static int state;

    [ThreadStatic]
    private static bool reads;

    [ThreadStatic]
    private static bool writes;

    /// <summary>Whether this thread may write in place.</summary>
    public static bool IsWriting => writes;

    /// <summary>Enters this thread as a reader. At most once per thread.</summary>
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

    /// <summary>Leaves what <see cref="EnterReader"/> entered.</summary>
    public static void ExitReader()
    {
        if (reads)
        {
            reads = false;
            Interlocked.Decrement(ref state);
        }
    }

    /// <summary>Tries to acquire exclusive access for in-place writes; dispose the result to release it.</summary>
    public static Turn TryWrite()
    {
        var own = reads ? 1 : 0;
        var alone = !writes && Interlocked.CompareExchange(ref state, Writing, own) == own;
        writes |= alone;
        return new Turn(alone, own);
    }

    /// <summary>The scope of exclusive access.</summary>
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
