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
    [MethodImpl(Compiled.ByItself)]
    public static void Run<T, TWork>(int channels, TWork work) where T : unmanaged, IFloatingPointIeee754<T> where TWork : struct, IChannelWork<T>
    {
        var bits = VectorWidth.Within<T>(channels);
        switch (bits, channels * 8L * sizeof(T) >= 2 * bits)
        {
            case (512, true): work.Run<Twice<V512<T>, T>>(); break;
            case (512, false): work.Run<V512<T>>(); break;
            case (256, true): work.Run<Twice<V256<T>, T>>(); break;
            case (256, false): work.Run<V256<T>>(); break;
            case (128, true): work.Run<Twice<V128<T>, T>>(); break;
            case (128, false): work.Run<V128<T>>(); break;
            default: work.Run<OneChannel<T>>(); break;
        }
    }
}
