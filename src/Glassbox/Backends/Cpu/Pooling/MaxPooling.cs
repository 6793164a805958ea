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
        for (var first = 0; first < run.TapCount; first += run.TapsPerLine)
        {
            Line(in run, first);
        }
    }

    /// <summary>Takes what is in one line of the image: the first line begins, later ones go on from what is in y and chosen.</summary>
    private void Line(in WindowRun run, int first)
    {
        var from = x + run.Input;
        var to = y + run.Output;
        var place = chosen + run.Output;
        var offsets = run.Offsets + first;
        var taps = run.Taps + first;
        var count = run.TapsPerLine;
        for (var i = run.Count; i > 0; i--, from += run.Step, to += run.Channels, place += run.Channels)
        {
            var c = count == 2 ? OfTwo(run.Channels, from + offsets[0], from + offsets[1], Place(taps[0]), Place(taps[1]), first > 0, to, place) : 0;
            for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
            {
                var (best, tap) = (Vector.Load(from + offsets[0] + c), Place(taps[0]));
                for (var k = 1; k < count; k++)
                {
                    Better(ref best, ref tap, Vector.Load(from + offsets[k] + c), Place(taps[k]));
                }

                if (first > 0)
                {
                    var (before, beforeTap) = (Vector.Load(to + c), Vector.Load(place + c));
                    Better(ref before, ref beforeTap, best, tap);
                    (best, tap) = (before, beforeTap);
                }

                best.Store(to + c);
                tap.Store(place + c);
            }

            for (; c < run.Channels; c++)
            {
                var (best, at) = first == 0 ? (from[offsets[0] + c], taps[0]) : (to[c], int.CreateTruncating(place[c]));
                for (var k = first == 0 ? 1 : 0; k < count; k++)
                {
                    var value = from[offsets[k] + c];
                    if (!(value <= best) && !T.IsNaN(best))
                    {
                        (best, at) = (value, taps[k]);
                    }
                }

                (to[c], place[c]) = (best, TIndex.CreateTruncating(at));
            }
        }
    }

    /// <summary>The channels of one position that fill vectors, for the width of nearly all windows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OfTwo(int channels, T* x0, T* x1, Vector<TIndex> tap0, Vector<TIndex> tap1, bool goesOn, T* to, TIndex* place)
    {
        var c = 0;
        for (; c <= channels - Vector<T>.Count; c += Vector<T>.Count)
        {
            var (best, tap) = (Vector.Load(x0 + c), tap0);
            Better(ref best, ref tap, Vector.Load(x1 + c), tap1);
            if (goesOn)
            {
                var (before, beforeTap) = (Vector.Load(to + c), Vector.Load(place + c));
                Better(ref before, ref beforeTap, best, tap);
                (best, tap) = (before, beforeTap);
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
