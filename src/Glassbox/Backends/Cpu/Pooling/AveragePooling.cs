using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>Average pooling: y = the mean over the window, channel by channel; padding is not counted.</summary>
internal readonly unsafe struct AveragePooling<T>(ConvolutionShape shape, T* x, T* y) : IChannelKernel<T>, ITwoByTwoKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* x = x;
    private readonly T* y = y;
    private readonly nint ahead = EachChannel.Ahead<T>(shape);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V>(nint input, nint output, WindowTap* taps, int count) where V : struct, IChannels<V, T>
    {
        T* from = x + input, soon = from + ahead;
        V.Prefetch(soon + taps->Offset);
        var sum = V.Load(from + taps->Offset);
        var next = taps + 1;
        for (var end = taps + count; next < end; next++)
        {
            V.Prefetch(soon + next->Offset);
            sum += V.Load(from + next->Offset);
        }

        (sum / V.All(T.CreateTruncating(count))).Store(y + output);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V>(nint input, nint output, nint next, nint below, nint soon) where V : struct, IChannels<V, T>
    {
        T* from = x + input;
        PoolTwoByTwo<T, AveragePooling<T>>.Prefetch<V>(x + soon);
        ((V.Load(from) + V.Load(from + next) + V.Load(from + below) + V.Load(from + below + next)) * V.All(T.CreateTruncating(0.25)))
            .Store(y + output);
        return V.Zero;
    }

    public void AtNaN<V>(nint input, nint output, nint next, nint below) where V : struct, IChannels<V, T>
    {
        // Nothing to redo: NaN propagates through the sum.
    }
}

/// <summary>dx = Σ dy / size over the windows that contain a pixel, in order.</summary>
internal readonly unsafe struct AveragePoolingGradient<T>(T* dy, T* dx) : IChannelKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* dy = dy;
    private readonly T* dx = dx;

    public static bool TakesSizes => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V>(nint input, nint output, WindowTap* taps, int count) where V : struct, IChannels<V, T>
    {
        T* from = dy + output;
        var sum = V.Zero;
        for (var end = taps + count; taps < end; taps++)
        {
            sum += V.Load(from + taps->Offset) * V.All(T.One / T.CreateTruncating(taps->Number));
        }

        sum.Store(dx + input);
    }
}

/// <summary>dx = dy / size at each element of the window, for non-overlapping windows that cover the images.</summary>
internal readonly unsafe struct TiledAveragePoolingGradient<T>(ConvolutionShape shape, T* dy, T* dx) : IChannelKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* dy = dy;
    private readonly T* dx = dx;
    private readonly T share = T.One / T.CreateTruncating(shape.Kernel.Size);

    public static bool TakesLines => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V>(nint input, nint output, WindowTap* taps, int count) where V : struct, IChannels<V, T>
    {
        T* to = dx + input;
        var value = V.Load(dy + output) * V.All(share);
        for (var end = taps + count; taps < end; taps++)
        {
            value.Store(to + taps->Offset);
        }
    }
}
