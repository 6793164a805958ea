using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// y = the largest element under a window, channel by channel, and chosen = which of the window it was: the first one where several are equal, NaN where there is one. What is outside
/// the image does not count.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TPlace">An integer that counts the elements of a window; nothing is noted where <c>chosen</c> is null.</typeparam>
internal readonly unsafe struct MaxPooling<T, TPlace>(ConvolutionShape shape, T* x, T* y, TPlace* chosen) : IWindowKernel
    where T : unmanaged, IFloatingPointIeee754<T>
    where TPlace : unmanaged, IBinaryInteger<TPlace>
{
    /// <summary>How many vectors of channels are looked at together, so that none waits for another.</summary>
    private const int Together = 4;

    /// <summary>How far ahead of the window memory is fetched, at most: a window reads several lines of the image, more than the processor foresees by itself.</summary>
    private const int AheadBytes = 8 * 1024;

    private readonly T* x = x;
    private readonly T* y = y;
    private readonly TPlace* chosen = chosen;

    /// <summary>From a window to the one below it, or some way along the line.</summary>
    private readonly nint ahead = Math.Min((nint)shape.Strides.Height * shape.Input.Width * shape.Channels, AheadBytes / sizeof(T));

    public void Run(in WindowRun run)
    {
        var from = x + run.Input;
        var to = y + run.Output;
        var place = chosen == null ? null : chosen + run.Output;
        for (var i = run.Count; i > 0; i--, from += run.Step, to += run.Channels)
        {
            var c = 0;
            for (; c <= run.Channels - (Together * Vector<T>.Count); c += Together * Vector<T>.Count)
            {
                Four(in run, from + c, to + c, place == null ? null : place + c);
            }

            for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
            {
                One(in run, from + c, to + c, place == null ? null : place + c);
            }

            for (; c < run.Channels; c++)
            {
                Channel(in run, from + c, to + c, place == null ? null : place + c);
            }

            place = place == null ? null : place + run.Channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Four(in WindowRun run, T* from, T* to, TPlace* place)
    {
        var width = Vector<T>.Count;
        var at = from + run.Offsets[0];
        Memory.Prefetch(at + ahead);
        Memory.Prefetch(at + ahead + (2 * width));
        var (best0, best1, best2, best3) = (Vector.Load(at), Vector.Load(at + width), Vector.Load(at + (2 * width)), Vector.Load(at + (3 * width)));
        var tap0 = Places<T, TPlace>.Of(run.Taps[0]);
        var (tap1, tap2, tap3) = (tap0, tap0, tap0);
        for (var k = 1; k < run.TapCount; k++)
        {
            at = from + run.Offsets[k];
            Memory.Prefetch(at + ahead);
            Memory.Prefetch(at + ahead + (2 * width));
            var tap = Places<T, TPlace>.Of(run.Taps[k]);
            Better(ref best0, ref tap0, Vector.Load(at), tap);
            Better(ref best1, ref tap1, Vector.Load(at + width), tap);
            Better(ref best2, ref tap2, Vector.Load(at + (2 * width)), tap);
            Better(ref best3, ref tap3, Vector.Load(at + (3 * width)), tap);
        }

        best0.Store(to);
        best1.Store(to + width);
        best2.Store(to + (2 * width));
        best3.Store(to + (3 * width));
        if (place != null)
        {
            Places<T, TPlace>.Store(tap0, tap1, tap2, tap3, place);
        }
    }

    private static void One(in WindowRun run, T* from, T* to, TPlace* place)
    {
        var (best, tap) = (Vector.Load(from + run.Offsets[0]), Places<T, TPlace>.Of(run.Taps[0]));
        for (var k = 1; k < run.TapCount; k++)
        {
            Better(ref best, ref tap, Vector.Load(from + run.Offsets[k]), Places<T, TPlace>.Of(run.Taps[k]));
        }

        best.Store(to);
        if (place != null)
        {
            Places<T, TPlace>.Store(tap, place);
        }
    }

    private static void Channel(in WindowRun run, T* from, T* to, TPlace* place)
    {
        var (best, tap) = (from[run.Offsets[0]], run.Taps[0]);
        for (var k = 1; k < run.TapCount; k++)
        {
            var value = from[run.Offsets[k]];
            if (!(value <= best) && !T.IsNaN(best))
            {
                (best, tap) = (value, run.Taps[k]);
            }
        }

        *to = best;
        if (place != null)
        {
            *place = TPlace.CreateTruncating(tap);
        }
    }

    /// <summary>Takes a later value where it is larger, or not a number while the best still is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Better(ref Vector<T> best, ref Vector<T> tap, Vector<T> value, Vector<T> valueTap)
    {
        var keep = Vector.LessThanOrEqual(value, best) | Vector.OnesComplement(Vector.Equals(best, best));
        best = Vector.ConditionalSelect(keep, best, value);
        tap = Vector.ConditionalSelect(keep, tap, valueTap);
    }
}
