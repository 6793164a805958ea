using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The largest element under a window, channel by channel, and where it was: the first one where several are equal, NaN where there is one. What is outside the image does
/// not count.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <typeparam name="TIndex">An integer of the same size, for which element of the window it was.</typeparam>
internal static class MaxPooling<T, TIndex>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    /// <summary>y = max, and chosen = its place in the window, for some positions of the output.</summary>
    public static void Forward(ConvolutionShape shape, int first, int end, ReadOnlySpan<T> x, Span<T> y, Span<TIndex> chosen)
    {
        var channels = shape.Channels;
        var (offsets, taps) = (new int[shape.Kernel.Size], new int[shape.Kernel.Size]);
        var window = new PoolingWindow(shape, offsets, taps);
        for (var position = first; position < end; position++)
        {
            var count = window.Place(position);
            var row = y.Slice(position * channels, channels);
            var at = chosen.Slice(position * channels, channels);
            var c = 0;
            for (; c <= channels - Vector<T>.Count; c += Vector<T>.Count)
            {
                var best = new Vector<T>(x[(offsets[0] + c)..]);
                var place = new Vector<TIndex>(TIndex.CreateTruncating(taps[0]));
                for (var i = 1; i < count; i++)
                {
                    var value = new Vector<T>(x[(offsets[i] + c)..]);
                    // Larger, or not a number while the best still is one.
                    var better = Vector.OnesComplement(Vector.LessThanOrEqual(value, best)) & Vector.Equals(best, best);
                    best = Vector.ConditionalSelect(better, value, best);
                    place = Vector.ConditionalSelect(better.As<T, TIndex>(), new Vector<TIndex>(TIndex.CreateTruncating(taps[i])), place);
                }

                best.CopyTo(row[c..]);
                place.CopyTo(at[c..]);
            }

            for (; c < channels; c++)
            {
                var (best, place) = (x[offsets[0] + c], taps[0]);
                for (var i = 1; i < count; i++)
                {
                    var value = x[offsets[i] + c];
                    if (!(value <= best) && !T.IsNaN(best))
                    {
                        (best, place) = (value, taps[i]);
                    }
                }

                (row[c], at[c]) = (best, TIndex.CreateTruncating(place));
            }
        }
    }

    /// <summary>dx += dy where the largest was, for some positions of the output.</summary>
    public static void Scatter(ConvolutionShape shape, int first, int end, ReadOnlySpan<T> dy, ReadOnlySpan<TIndex> chosen, Span<T> dx)
    {
        var channels = shape.Channels;
        var (offsets, taps) = (new int[shape.Kernel.Size], new int[shape.Kernel.Size]);
        var window = new PoolingWindow(shape, offsets, taps);
        for (var position = first; position < end; position++)
        {
            var count = window.Place(position);
            var row = dy.Slice(position * channels, channels);
            var at = chosen.Slice(position * channels, channels);
            for (var i = 0; i < count; i++)
            {
                var target = dx.Slice(offsets[i], channels);
                var tap = TIndex.CreateTruncating(taps[i]);
                var c = 0;
                for (; c <= channels - Vector<T>.Count; c += Vector<T>.Count)
                {
                    var here = Vector.Equals(new Vector<TIndex>(at[c..]), new Vector<TIndex>(tap)).As<TIndex, T>();
                    (new Vector<T>(target[c..]) + Vector.ConditionalSelect(here, new Vector<T>(row[c..]), Vector<T>.Zero)).CopyTo(target[c..]);
                }

                for (; c < channels; c++)
                {
                    target[c] += at[c] == tap ? row[c] : T.Zero;
                }
            }
        }
    }

    /// <summary>y = x where the largest was, for some positions of the output: the gradient of <see cref="Scatter"/>.</summary>
    public static void Gather(ConvolutionShape shape, int first, int end, ReadOnlySpan<T> x, ReadOnlySpan<TIndex> chosen, Span<T> y)
    {
        var channels = shape.Channels;
        var (offsets, taps) = (new int[shape.Kernel.Size], new int[shape.Kernel.Size]);
        var window = new PoolingWindow(shape, offsets, taps);
        for (var position = first; position < end; position++)
        {
            var count = window.Place(position);
            for (var c = 0; c < channels; c++)
            {
                var at = taps.AsSpan(0, count).IndexOf(int.CreateTruncating(chosen[(position * channels) + c]));
                y[(position * channels) + c] = x[offsets[at] + c];
            }
        }
    }
}
