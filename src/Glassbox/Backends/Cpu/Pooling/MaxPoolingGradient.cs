using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>dx = Σ dy over the windows in which a pixel is the argmax, in order.</summary>
internal readonly unsafe struct MaxPoolingGradient<T, TPlace>(T* dy, TPlace* chosen, T* dx) : IChannelKernel<T>
    where T : unmanaged where TPlace : unmanaged
{
    private readonly T* dy = dy;
    private readonly TPlace* chosen = chosen;
    private readonly T* dx = dx;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V>(nint input, nint output, WindowTap* taps, int count) where V : struct, IChannels<V, T>
    {
        T* from = dy + output;
        TPlace* places = chosen + output;
        var sum = V.Zero;
        for (var end = taps + count; taps < end; taps++)
        {
            sum += V.WhereSame(V.LoadWhole(places + taps->Offset), V.Whole(taps->Number), V.Load(from + taps->Offset));
        }

        sum.Store(dx + input);
    }
}

/// <summary>
/// dx = dy at the argmax and zero at the other elements of the window, for non-overlapping windows that cover the images.
/// </summary>
internal readonly unsafe struct TiledMaxPoolingGradient<T, TPlace>(T* dy, TPlace* chosen, T* dx) : IChannelKernel<T>
    where T : unmanaged where TPlace : unmanaged
{
    private readonly T* dy = dy;
    private readonly TPlace* chosen = chosen;
    private readonly T* dx = dx;

    public static bool TakesLines => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V>(nint input, nint output, WindowTap* taps, int count) where V : struct, IChannels<V, T>
    {
        T* to = dx + input;
        var (value, place) = (V.Load(dy + output), V.LoadWhole(chosen + output));
        for (var end = taps + count; taps < end; taps++)
        {
            V.WhereSame(place, V.Whole(taps->Number), value).Store(to + taps->Offset);
        }
    }
}
