using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>What pooling does for some channels of a window of 2 x 2. Places are counted in elements, the first channel included.</summary>
internal interface ITwoByTwoKernel<T> where T : unmanaged
{
    /// <summary>
    /// A window whose first element is at <paramref name="input"/>; how far from it the next one in its line is, and the one below; and
    /// where to fetch ahead. Gives numbers of which one is NaN if it has to be done over.
    /// </summary>
    V At<V>(nint input, nint output, nint next, nint below, nint soon) where V : struct, IChannels<V, T>;

    /// <summary>What is done after <see cref="At"/> in a line of windows that may have NaN.</summary>
    void AtNaN<V>(nint input, nint output, nint next, nint below) where V : struct, IChannels<V, T>;
}

/// <summary>
/// Pooling with windows of 2 x 2 that lie inside the images. Nothing but these is read from one window to the next, and the next two lines
/// are fetched one behind the other: so the processor sees one long stream and reads further ahead by itself, which it does not where two
/// lines are read side by side.
/// </summary>
internal static unsafe class PoolTwoByTwo<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T> where TKernel : struct, ITwoByTwoKernel<T>
{
    /// <summary>Visits some lines of the output, counted over [batch, height].</summary>
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

    /// <summary>Says that as much as a window has will be read soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<V>(T* from) where V : struct, IChannels<V, T>
    {
        V.Prefetch(from);
        V.Prefetch(from + V.Count);
        V.Prefetch(from + (2 * V.Count));
        V.Prefetch(from + (3 * V.Count));
    }

    /// <summary>The kernel is a copy, which is kept in registers.</summary>
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
