namespace Glassbox.Backends;

/// <summary>
/// The pool behind a training loop. A tensor made between <see cref="Begin"/> and the end of the step takes its memory from here and gives
/// it back when the step ends, or as soon as the library knows that nothing needs it; as each step asks for the same sizes again, a long
/// training allocates next to nothing after its first step.
/// </summary>
/// <remarks>
/// Where user code has run within a step, which may keep any tensor that it saw, the step's memory is left to the garbage collector
/// instead. What lies unused is bounded by the most that a step has used at once.
/// </remarks>
internal sealed class StepMemory
{
    /// <summary>Lengths are rounded up to one in eight between powers of two, so that steps of varying length share memory.</summary>
    private const int ClassesPerPowerOfTwo = 8;

    /// <summary>What may lie unused in any case, in bytes.</summary>
    private const long FreeBytesInAnyCase = 64L << 20;

    [ThreadStatic]
    private static StepMemory? current;

    private readonly Dictionary<(DType, int), Stack<object>> free = [];
    private readonly List<Storage> inUse = [];
    private long freeBytes;
    private long usedBytes;
    private long mostUsedBytes;
    private bool exposed;

    /// <summary>The pool of the step that this thread is running, if any.</summary>
    public static StepMemory? Current => current;

    /// <summary>The bytes that lie unused.</summary>
    public long FreeBytes => freeBytes;

    /// <summary>The most bytes that were in use at once, over all steps.</summary>
    public long MostUsedBytes => mostUsedBytes;

    /// <summary>Starts a step on this thread; dispose the result to end it.</summary>
    public Scope Begin()
    {
        var scope = new Scope(this, current);
        current = this;
        return scope;
    }

    /// <summary>Leaves the step for a while, for what must outlive it: weights, optimizer slots, results.</summary>
    public static Scope Suspend()
    {
        var scope = new Scope(null, current);
        current = null;
        return scope;
    }

    /// <summary>The number of elements that memory for a length has room for.</summary>
    public static int Capacity(int length)
    {
        if (length <= ClassesPerPowerOfTwo)
        {
            return ClassesPerPowerOfTwo;
        }

        var step = (long)(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length) / (2 * ClassesPerPowerOfTwo));
        return step == 0 ? length : (int)Math.Min(Array.MaxLength, (length + step - 1) / step * step);
    }

    /// <summary>Memory of a capacity that a storage has given up; null if there is none.</summary>
    public object? Reuse(DType dtype, int capacity)
    {
        var bytes = (long)capacity * dtype.ItemSize;
        usedBytes += bytes;
        mostUsedBytes = Math.Max(mostUsedBytes, usedBytes);
        if (free.TryGetValue((dtype, capacity), out var stack) && stack.TryPop(out var memory))
        {
            freeBytes -= bytes;
            return memory;
        }

        return null;
    }

    /// <summary>Notes a storage that this step has made: it gives its memory up when the step ends.</summary>
    public void Add(Storage storage)
    {
        storage.Step = this;
        inUse.Add(storage);
    }

    /// <summary>Says that a user's code may have seen tensors of this step, so that none of its memory is reused.</summary>
    public void Expose() => exposed = true;

    /// <summary>A place in the order of allocations, for <see cref="Release(int, ReadOnlySpan{Storage})"/>.</summary>
    public int Mark() => inUse.Count;

    /// <summary>
    /// Gives up what was made since a mark by code of the library, which is over, except what is kept. To be called only where nothing else
    /// can hold what was made: no tape records, and the code has left nothing behind.
    /// </summary>
    public void Release(int mark, ReadOnlySpan<Storage> kept)
    {
        if (exposed || inUse.Count == mark)
        {
            return;
        }

        var end = mark;
        for (var i = mark; i < inUse.Count; i++)
        {
            if (IsKept(inUse[i], kept))
            {
                inUse[end++] = inUse[i];
            }
            else
            {
                Take(inUse[i]);
            }
        }

        inUse.RemoveRange(end, inUse.Count - end);
    }

    /// <summary>Gives up one storage, if this step has made it and no user's code has run; nothing else may hold it.</summary>
    public void Release(Storage storage)
    {
        if (!exposed && storage.Step == this)
        {
            inUse.RemoveAt(inUse.LastIndexOf(storage));
            Take(storage);
        }
    }

    private static bool IsKept(Storage storage, ReadOnlySpan<Storage> kept)
    {
        foreach (var other in kept)
        {
            if (other.SharesMemoryWith(storage))
            {
                return true;
            }
        }

        return false;
    }

    private void Take(Storage storage)
    {
        var capacity = Capacity(storage.Length);
        var bytes = (long)capacity * storage.DType.ItemSize;
        usedBytes -= bytes;
        if (exposed || storage.Release() is not { } memory || freeBytes + bytes > Math.Max(FreeBytesInAnyCase, mostUsedBytes))
        {
            return;
        }

        var key = (storage.DType, capacity);
        if (!free.TryGetValue(key, out var stack))
        {
            free[key] = stack = new Stack<object>();
        }

        stack.Push(memory);
        freeBytes += bytes;
    }

    private void End()
    {
        // What was not asked for again by now, of sizes that no longer occur, makes room.
        if (freeBytes > Math.Max(FreeBytesInAnyCase, mostUsedBytes) / 2)
        {
            free.Clear();
            freeBytes = 0;
        }

        foreach (var storage in inUse)
        {
            Take(storage);
        }

        inUse.Clear();
        (usedBytes, exposed) = (0, false);
    }

    /// <summary>A stretch of code with its own answer to where memory comes from.</summary>
    public readonly struct Scope(StepMemory? entered, StepMemory? outer) : IDisposable
    {
        public void Dispose()
        {
            current = outer;
            // A nested step of the same pool (a model that predicts inside its own step) leaves the memory to the outer one.
            if (entered is not null && entered != outer)
            {
                entered.End();
            }
        }
    }
}
