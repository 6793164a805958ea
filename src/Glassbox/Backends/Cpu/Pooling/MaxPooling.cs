using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// y = the largest element under a window, channel by channel, and chosen = which of the window it was: the first one where several are equal, the first NaN where there is one. What is outside the image does
/// not count.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TPlace">An integer that counts the elements of a window, or <see cref="Nowhere"/> where nothing is noted.</typeparam>
internal readonly unsafe struct MaxPooling<T, TPlace>(ConvolutionShape shape, T* x, T* y, TPlace* chosen) : IChannelKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TPlace : unmanaged
{
    /// <summary>How far ahead of the window memory is fetched, at most: a window reads several lines of the image, more than the processor foresees by itself.</summary>
    private const int AheadBytes = 8 * 1024;

    /// <summary>From a window to the one below it, or some way along the line.</summary>
    private readonly nint ahead = Math.Min((nint)shape.Strides.Height * shape.Input.Width * shape.Channels, AheadBytes / sizeof(T));
    private readonly T* x = x;
    private readonly T* y = y;
    private readonly TPlace* chosen = chosen;

    private static bool Notes => typeof(TPlace) != typeof(Nowhere);

    public static bool TakesLines => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V>(nint input, nint output, nint* offsets, int* numbers, int count) where V : struct, IChannels<V, T>
    {
        T* from = x + input;
        var (best, tap) = (V.Load(from + offsets[0]), Notes ? V.Whole(numbers[0]) : V.Zero);
        var sum = best;
        V.Prefetch(from + offsets[0] + ahead);
        for (var k = 1; k < count; k++)
        {
            V.Prefetch(from + offsets[k] + ahead);
            var value = V.Load(from + offsets[k]);
            tap = Notes ? V.WhereLess(best, value, V.Whole(numbers[k]), tap) : tap;
            best = V.Larger(value, best);
            sum += value;
        }

        best.Store(y + output);
        if (Notes)
        {
            tap.StoreWhole(chosen + output);
        }

        // A sum is NaN if one of its numbers is.
        if (V.MayHaveNaN(sum))
        {
            TakeFirstNaN<V>(input, output, offsets, numbers, count);
        }
    }

    private void TakeFirstNaN<V>(nint input, nint output, nint* offsets, int* numbers, int count) where V : struct, IChannels<V, T>
    {
        var (best, tap) = (V.Load(y + output), Notes ? V.LoadWhole(chosen + output) : V.Zero);
        for (var k = count - 1; k >= 0; k--)
        {
            var value = V.Load(x + input + offsets[k]);
            best = V.WhereEqual(value, value, best, value);
            tap = Notes ? V.WhereEqual(value, value, tap, V.Whole(numbers[k])) : tap;
        }

        best.Store(y + output);
        if (Notes)
        {
            tap.StoreWhole(chosen + output);
        }
    }
}

/// <summary>The type of places that are not noted.</summary>
internal readonly struct Nowhere;
