using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Glassbox.Backends.Cpu;

/// <summary>What is known of memory, and hints about what will be read soon, where the processor cannot guess it: these change no result.</summary>
internal static unsafe class Memory
{
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
