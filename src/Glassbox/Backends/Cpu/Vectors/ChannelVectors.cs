using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>Something that is done with vectors of channels, of any width.</summary>
internal interface IChannelWork<T> where T : unmanaged
{
    void Run<V>() where V : struct, IChannels<V, T>;
}

/// <summary>Chooses the widest vectors that a pixel's channels fill, and two of them if these are enough.</summary>
internal static unsafe class ChannelVectors
{
    /// <summary>
    /// Does the work with pixels of so many channels. What is written to <paramref name="past"/>, all that is written, goes past the caches
    /// where that can be done.
    /// </summary>
    [MethodImpl(KernelCompilation.Options)]
    public static void Run<T, TWork>(int channels, TWork work, T* past = null)
        where T : unmanaged, IFloatingPointIeee754<T> where TWork : struct, IChannelWork<T>
    {
        var bits = VectorWidth.Within<T>(channels);
        switch (bits, channels * 8L * sizeof(T) >= 2 * bits)
        {
            case (512, true): Run<T, TWork, VectorPair<V512<T>, T>>(channels, work, past); break;
            case (512, false): Run<T, TWork, V512<T>>(channels, work, past); break;
            case (256, true): Run<T, TWork, VectorPair<V256<T>, T>>(channels, work, past); break;
            case (256, false): Run<T, TWork, V256<T>>(channels, work, past); break;
            case (128, true): Run<T, TWork, VectorPair<V128<T>, T>>(channels, work, past); break;
            case (128, false): Run<T, TWork, V128<T>>(channels, work, past); break;
            default: work.Run<OneChannel<T>>(); break;
        }
    }

    private static void Run<T, TWork, V>(int channels, TWork work, T* past)
        where T : unmanaged where TWork : struct, IChannelWork<T> where V : struct, IChannels<V, T>
    {
        if (past != null && channels % V.Count == 0 && Memory.IsAligned(past))
        {
            work.Run<NonTemporal<V, T>>();
            Memory.Fence();
        }
        else
        {
            work.Run<V>();
        }
    }
}
