using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>An operation on vectors of channels, of any width.</summary>
internal interface IChannelWork<T> where T : unmanaged
{
    void Run<V>() where V : struct, IChannels<V, T>;
}

/// <summary>Selects the widest vectors that a pixel's channels fill, and vector pairs if there are enough.</summary>
internal static unsafe class ChannelVectors
{
    /// <summary>
    /// Runs the operation for pixels with the given number of channels. The complete output, <paramref name="past"/>, is written with
    /// non-temporal stores where possible.
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
