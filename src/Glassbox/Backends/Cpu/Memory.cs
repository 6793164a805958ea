using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// What is known of memory, and hints about what will be read soon, where the processor cannot guess it: these change no result.
/// </summary>
internal static unsafe class Memory
{
    /// <summary>Arrays of so many bytes are not in the caches any more when they were passed over.</summary>
    public const long NonTemporalByteThreshold = 32 * 1024 * 1024;

    /// <summary>
    /// Functions of elements write results that are longer past the caches. Who calls them decides about it by how much it asks for at a
    /// time (see <see cref="ElementwiseSplit"/>). Those of System.Numerics.Tensors do the same, from a quarter of it on.
    /// </summary>
    public const int StretchBytes = 1024 * 1024;

    private const int LineBytes = 64;

    /// <summary>The most that is fetched ahead: what the processor can have under way at a time, and more.</summary>
    private const int LimitBytes = 64 * LineBytes;

    /// <summary>An address that will be read soon; any may be said.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    /// <summary>Whether a line of the cache begins at an address, and so a vector of any width may.</summary>
    public static bool IsAligned(void* address) => (nint)address % LineBytes == 0;

    /// <summary>Whether a result is to be written past the caches, and can.</summary>
    public static bool IsNonTemporal<T>(T* result, int length)
        where T : unmanaged => (long)length * sizeof(T) > StretchBytes && IsAligned(result);

    /// <summary>After it, other threads see what was written past the caches before what is written now.</summary>
    public static void Fence()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }

    /// <summary>Elements that will be read soon, from the first on as far as it pays.</summary>
    public static void Prefetch<T>(ReadOnlySpan<T> elements)
    {
        var bytes = Math.Min((long)elements.Length * Unsafe.SizeOf<T>(), LimitBytes);
        ref var start = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(elements));
        for (nint at = 0; at < bytes; at += LineBytes)
        {
            Prefetch(Unsafe.AsPointer(ref Unsafe.Add(ref start, at)));
        }
    }
}
