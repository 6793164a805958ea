using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// y = the largest element under a window, channel by channel, and chosen = which of the window it was: the first one where several are equal, NaN where there is one. What is outside
/// the image does not count.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TIndex">An integer of the same size, for which element of the window it was.</typeparam>
internal readonly unsafe struct MaxPooling<T, TIndex>(T* x, T* y, TIndex* chosen) : IWindowKernel
    where T : unmanaged, IFloatingPointIeee754<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private readonly T* x = x;
    private readonly T* y = y;
    private readonly TIndex* chosen = chosen;

    public void Run(in WindowRun run)
    {
        var from = x + run.Input;
        var to = y + run.Output;
        var place = chosen + run.Output;
        for (var i = run.Count; i > 0; i--, from += run.Step, to += run.Channels, place += run.Channels)
        {
            var c = run.TapCount == 4 ? OfFour(in run, from, to, place) : OfAny(in run, from, to, place);
            for (; c < run.Channels; c++)
            {
                var (best, at) = (from[run.Offsets[0] + c], run.Taps[0]);
                for (var k = 1; k < run.TapCount; k++)
                {
                    var value = from[run.Offsets[k] + c];
                    if (!(value <= best) && !T.IsNaN(best))
                    {
                        (best, at) = (value, run.Taps[k]);
                    }
                }

                (to[c], place[c]) = (best, TIndex.CreateTruncating(at));
            }
        }
    }

    /// <summary>The channels of one position that fill vectors, for the window of all windows: 2 by 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OfFour(in WindowRun run, T* from, T* to, TIndex* place)
    {
        var offsets = run.Offsets;
        var taps = run.Taps;
        var x0 = from + offsets[0];
        var x1 = from + offsets[1];
        var x2 = from + offsets[2];
        var x3 = from + offsets[3];
        var (tap0, tap1, tap2, tap3) = (Place(taps[0]), Place(taps[1]), Place(taps[2]), Place(taps[3]));
        var c = 0;
        for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
        {
            var (upper, upperTap) = (Vector.Load(x0 + c), tap0);
            Better(ref upper, ref upperTap, Vector.Load(x1 + c), tap1);
            var (lower, lowerTap) = (Vector.Load(x2 + c), tap2);
            Better(ref lower, ref lowerTap, Vector.Load(x3 + c), tap3);
            Better(ref upper, ref upperTap, lower, lowerTap);
            upper.Store(to + c);
            upperTap.Store(place + c);
        }

        return c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OfAny(in WindowRun run, T* from, T* to, TIndex* place)
    {
        var offsets = run.Offsets;
        var taps = run.Taps;
        var count = run.TapCount;
        var c = 0;
        for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
        {
            var (best, tap) = (Vector.Load(from + offsets[0] + c), Place(taps[0]));
            for (var k = 1; k < count; k++)
            {
                Better(ref best, ref tap, Vector.Load(from + offsets[k] + c), Place(taps[k]));
            }

            best.Store(to + c);
            tap.Store(place + c);
        }

        return c;
    }

    /// <summary>Takes a later value where it is larger, or not a number while the best still is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Better(ref Vector<T> best, ref Vector<TIndex> tap, Vector<T> value, Vector<TIndex> valueTap)
    {
        var better = Vector.OnesComplement(Vector.LessThanOrEqual(value, best)) & Vector.Equals(best, best);
        best = Vector.ConditionalSelect(better, value, best);
        tap = Vector.ConditionalSelect(better.As<T, TIndex>(), valueTap, tap);
    }

    private static Vector<TIndex> Place(int tap) => new(TIndex.CreateTruncating(tap));
}
