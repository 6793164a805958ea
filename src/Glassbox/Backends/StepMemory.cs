namespace Glassbox.Backends;

/// <summary>
/// The memory pool of a training loop. A tensor created between <see cref="Begin"/> and the end of the step allocates from it and returns
/// its memory at the end of the step, or as soon as the library knows that it is unused; since each step requests the same sizes, training
/// allocates almost nothing after its first step.
/// </summary>
/// <remarks>
/// If user code ran within a step, which may keep any tensor that it saw, the step's memory is left to the garbage collector instead. Free
/// memory is bounded by the peak usage of a step.
/// </remarks>
internal sealed class StepMemory
{
    /// <summary>
    /// Lengths are rounded up to one of eight size classes per power of two, so that steps of varying length share memory.
    /// </summary>
    private const int ClassesPerPowerOfTwo = 8;

    /// <summary>The amount of free memory always retained, in bytes.</summary>
    private const long FreeBytesInAnyCase = 64L << 20;

    [ThreadStatic]
    private static StepMemory? current;

    private readonly Dictionary<(DType, int), Stack<object>> free = [];
    private readonly List<Storage> inUse = [];
    private long freeBytes;
    private long usedBytes;
    private long mostUsedBytes;
    private bool exposed;

    /// <summary>The pool of the step running on this thread, if any.</summary>
    public static StepMemory? Current => current;

    /// <summary>The free memory in bytes.</summary>
    public long FreeBytes => freeBytes;

    /// <summary>The peak usage in bytes, over all steps.</summary>
    public long MostUsedBytes => mostUsedBytes;

    /// <summary>Starts a step on this thread; dispose the result to end it.</summary>
    public Scope Begin()
    {
        var scope = new Scope(this, current);
        current = this;
        return scope;
    }

    /// <summary>Suspends the step for allocations that must outlive it: weights, optimizer slots, results.</summary>
    public static Scope Suspend()
    {
        var scope = new Scope(null, current);
        current = null;
        return scope;
    }

    /// <summary>The capacity of the size class for a length, in elements.</summary>
    public static int Capacity(int length)
    {
        if (length <= ClassesPerPowerOfTwo)
        {
            return ClassesPerPowerOfTwo;
        }

        var step = (long)(System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length) / (2 * ClassesPerPowerOfTwo));
        return step == 0 ? length : (int)Math.Min(Array.MaxLength, (length + step - 1) / step * step);
    }

    /// <summary>Free memory of a capacity; null if there is none.</summary>
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

    /// <summary>Registers a storage allocated in this step, to be released at its end.</summary>
    public void Add(Storage storage)
    {
        storage.Step = this;
        inUse.Add(storage);
    }

    /// <summary>Marks that user code may have seen tensors of this step, so that none of its memory is reused.</summary>
    public void Expose() => exposed = true;

    /// <summary>The current position in the order of allocations, for <see cref="Release(int, ReadOnlySpan{Storage})"/>.</summary>
    public int Mark() => inUse.Count;

    /// <summary>
    /// Releases what library code allocated since a mark, except what is kept. Call it only if nothing else can hold these tensors: no tape
    /// is recording, and the code has completed.
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

    /// <summary>Releases one storage, if it was allocated in this step and no user code has run; nothing else may hold it.</summary>
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
        // Frees memory of size classes that no longer occur.
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

    /// <summary>A scope with its own memory source.</summary>
    public readonly struct Scope(StepMemory? entered, StepMemory? outer) : IDisposable
    {
        public void Dispose()
        {
            current = outer;
            // A nested step of the same pool (a model that predicts within its own step) leaves the memory to the outer one.
            if (entered is not null && entered != outer)
            {
                entered.End();
            }
        }
    }
}
