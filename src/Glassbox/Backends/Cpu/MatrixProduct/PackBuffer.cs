namespace Glassbox.Backends.Cpu;

/// <summary>
/// Scratch memory for packed panels: one buffer per thread and element type, pinned, aligned to a cache line and reused between products.
/// </summary>
internal static unsafe class PackBuffer<T> where T : unmanaged
{
    private const int CacheLine = 64;

    [ThreadStatic]
    private static T[]? buffer;

    /// <summary>At least <paramref name="length"/> uninitialized elements; valid on this thread until the next call.</summary>
    public static T* Get(int length)
    {
        var needed = length + (CacheLine / sizeof(T));
        if (buffer is null || buffer.Length < needed)
        {
            buffer = GC.AllocateUninitializedArray<T>(needed, pinned: true);
            HugePages.Ask(buffer, (long)needed * sizeof(T));
        }

        // A pinned array never moves, so its address outlives the fixed statement.
        fixed (T* start = buffer)
        {
            return (T*)(((nuint)start + CacheLine - 1) & ~(nuint)(CacheLine - 1));
        }
    }
}
