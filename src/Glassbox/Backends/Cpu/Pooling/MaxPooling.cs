using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Max pooling: y = the maximum over the window, channel by channel, and chosen = its argmax within the window: the first on ties, the
/// first NaN if there is one. Padding is ignored.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TPlace">An integer type for indices within a window, or <see cref="Nowhere"/> if the argmax is not stored.</typeparam>
internal readonly unsafe struct MaxPooling<T, TPlace>(ConvolutionShape shape, T* x, T* y, TPlace* chosen) : IChannelKernel<T>,
    ITwoByTwoKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TPlace : unmanaged
{
    private readonly T* x = x;
    private readonly T* y = y;
    private readonly TPlace* chosen = chosen;
    private readonly nint ahead = EachChannel.Ahead<T>(shape);

    private static bool Notes => typeof(TPlace) != typeof(Nowhere);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V>(nint input, nint output, WindowTap* taps, int count) where V : struct, IChannels<V, T>
    {
        T* from = x + input, soon = from + ahead;
        V.Prefetch(soon + taps->Offset);
        var (best, tap) = (V.Load(from + taps->Offset), Notes ? V.Whole(taps->Number) : V.Zero);
        var sum = best;
        var next = taps + 1;
        for (var end = taps + count; next < end; next++)
        {
            V.Prefetch(soon + next->Offset);
            var value = V.Load(from + next->Offset);
            tap = Notes ? V.WhereLess(best, value, V.Whole(next->Number), tap) : tap;
            best = V.Larger(value, best);
            sum += value;
        }

        best.Store(y + output);
        if (Notes)
        {
            tap.StoreWhole(chosen + output);
        }

        // A sum is NaN if one of its terms is.
        if (V.MayHaveNaN(sum))
        {
            TakeFirstNaN<V>(input, output, taps, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V At<V>(nint input, nint output, nint next, nint below, nint soon) where V : struct, IChannels<V, T>
    {
        T* from = x + input;
        PoolTwoByTwo<T, MaxPooling<T, TPlace>>.Prefetch<V>(x + soon);
        var (a, b, c, d) = (V.Load(from), V.Load(from + next), V.Load(from + below), V.Load(from + below + next));
        var (upper, lower) = (V.Larger(b, a), V.Larger(d, c));
        V.Larger(lower, upper).Store(y + output);
        if (Notes)
        {
            V.WhereLess(upper, lower, V.WhereLess(c, d, V.Whole(3), V.Whole(2)), V.WhereLess(a, b, V.Whole(1), V.Zero))
                .StoreWhole(chosen + output);
        }

        return (a + b) + (c + d);
    }

    public void AtNaN<V>(nint input, nint output, nint next, nint below) where V : struct, IChannels<V, T>
    {
        var taps = stackalloc WindowTap[] { new(0, 0), new(next, 1), new(below, 2), new(below + next, 3) };
        TakeFirstNaN<V>(input, output, taps, 4);
    }

    private void TakeFirstNaN<V>(nint input, nint output, WindowTap* taps, int count) where V : struct, IChannels<V, T>
    {
        var (best, tap) = (V.Load(y + output), Notes ? V.LoadWhole(chosen + output) : V.Zero);
        for (var k = count - 1; k >= 0; k--)
        {
            var value = V.Load(x + input + taps[k].Offset);
            best = V.WhereEqual(value, value, best, value);
            tap = Notes ? V.WhereEqual(value, value, tap, V.Whole(taps[k].Number)) : tap;
        }

        best.Store(y + output);
        if (Notes)
        {
            tap.StoreWhole(chosen + output);
        }
    }
}

/// <summary>The index type if the argmax is not stored.</summary>
internal readonly struct Nowhere;
