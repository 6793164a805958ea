using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// A pooling operation for some channels of a 2 × 2 window. Positions are element offsets that include the first channel.
/// </summary>
internal interface ITwoByTwoKernel<T> where T : unmanaged
{
    /// <summary>
    /// Processes a window with its first element at <paramref name="input"/>, given the offsets of the next element in the line and of the
    /// one below, and the prefetch address. Returns values of which one is NaN if the window must be redone.
    /// </summary>
    V At<V>(nint input, nint output, nint next, nint below, nint soon) where V : struct, IChannels<V, T>;

    /// <summary>Called after <see cref="At"/> for a line of windows that may contain NaN.</summary>
    void AtNaN<V>(nint input, nint output, nint next, nint below) where V : struct, IChannels<V, T>;
}

/// <summary>
/// Pooling with 2 × 2 windows inside the images. Only these are read, and the next two lines are prefetched in sequence, so that the
/// hardware prefetcher sees one long stream, which it does not when two lines are read in parallel.
/// </summary>
internal static unsafe class PoolTwoByTwo<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T> where TKernel : struct, ITwoByTwoKernel<T>
{
    /// <summary>Visits a range of output lines, indexed over [batch, height].</summary>
    public static void ForLines(ConvolutionShape shape, int first, int end, TKernel kernel, T* past = null) =>
        ChannelVectors.Run<T, Lines>(shape.Channels, new Lines(shape, first, end, kernel), past);

    [MethodImpl(KernelCompilation.Options)]
    private static void ForLines<V>(ConvolutionShape shape, int first, int end, TKernel kernel) where V : struct, IChannels<V, T>
    {
        nint channels = shape.Channels, below = shape.Input.Width * channels, step = shape.Strides.Width * channels;
        var ahead = (Start: Math.Max(2, shape.Strides.Height) * below, Step: Math.Min(2, shape.Strides.Height) * step);
        for (var line = first; line < end; line++)
        {
            var (image, row) = Math.DivRem(line, shape.Output.Height);
            var input = (((nint)image * shape.Input.Height) + ((nint)row * shape.Strides.Height)) * below;
            var output = (nint)line * shape.Output.Width * channels;
            if (V.MayHaveNaN(Line<V>(kernel, shape.Output.Width, input, output, step, channels, below, input + ahead.Start, ahead.Step)))
            {
                LineWithNaN<V>(kernel, shape.Output.Width, input, output, step, channels, below);
            }
        }
    }

    /// <summary>Prefetches the size of a window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<V>(T* from) where V : struct, IChannels<V, T>
    {
        V.Prefetch(from);
        V.Prefetch(from + V.Count);
        V.Prefetch(from + (2 * V.Count));
        V.Prefetch(from + (3 * V.Count));
    }

    /// <summary>The kernel is passed by value so that it stays in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Line<V>(TKernel kernel, int count, nint input, nint output, nint step, nint channels, nint below, nint soon,
        nint stepSoon) where V : struct, IChannels<V, T>
    {
        var seen = V.Zero;
        for (; count > 0; count--, input += step, output += channels, soon += stepSoon)
        {
            for (nint c = 0, last = channels - V.Count; ; c = Math.Min(c + V.Count, last))
            {
                seen += kernel.At<V>(input + c, output + c, channels, below, soon + (4 * c));
                if (c == last)
                {
                    break;
                }
            }
        }

        return seen;
    }

    [MethodImpl(KernelCompilation.Options)]
    private static void LineWithNaN<V>(TKernel kernel, int count, nint input, nint output, nint step, nint channels, nint below)
        where V : struct, IChannels<V, T>
    {
        for (; count > 0; count--, input += step, output += channels)
        {
            for (nint c = 0, last = channels - V.Count; ; c = Math.Min(c + V.Count, last))
            {
                kernel.AtNaN<V>(input + c, output + c, channels, below);
                if (c == last)
                {
                    break;
                }
            }
        }
    }

    private readonly struct Lines(ConvolutionShape shape, int first, int end, TKernel kernel) : IChannelWork<T>
    {
        private readonly TKernel kernel = kernel;

        public void Run<V>() where V : struct, IChannels<V, T> => ForLines<V>(shape, first, end, kernel);
    }
}
