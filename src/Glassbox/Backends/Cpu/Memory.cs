using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Cache parameters and prefetch hints for access patterns the hardware prefetcher cannot predict; hints do not affect results.
/// </summary>
internal static unsafe class Memory
{
    /// <summary>The size in bytes from which an array no longer stays in the caches after a pass.</summary>
    public const long NonTemporalByteThreshold = 32 * 1024 * 1024;

    /// <summary>
    /// The result size in bytes from which element-wise functions use non-temporal stores. Callers control this by the partition size (see
    /// <see cref="ElementwiseSplit"/>). System.Numerics.Tensors does the same from a quarter of it on.
    /// </summary>
    public const int StretchBytes = 1024 * 1024;

    private const int LineBytes = 64;

    /// <summary>The maximum prefetch size, beyond the number of outstanding cache misses of a core.</summary>
    private const int LimitBytes = 64 * LineBytes;

    /// <summary>Prefetches an address, valid or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    /// <summary>Whether an address is aligned to a cache line, and thus for vectors of any width.</summary>
    public static bool IsAligned(void* address) => (nint)address % LineBytes == 0;

    /// <summary>Whether a result should, and can, be written with non-temporal stores.</summary>
    public static bool IsNonTemporal<T>(T* result, int length)
        where T : unmanaged => (long)length * sizeof(T) > StretchBytes && IsAligned(result);

    /// <summary>A store fence: orders non-temporal stores before later stores as seen by other threads.</summary>
    public static void Fence()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }

    /// <summary>Prefetches elements from the first on, up to the limit.</summary>
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
