using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>The prefetch distance of pooling.</summary>
internal static class EachChannel
{
    private const int MostAheadBytes = 8 * 1024;

    /// <summary>
    /// The prefetch distance in elements: to the window below, or some way along the line. A window reads several image lines, more streams
    /// than the hardware prefetcher tracks.
    /// </summary>
    public static unsafe nint Ahead<T>(ConvolutionShape shape) where T : unmanaged =>
        Math.Min((nint)shape.Strides.Height * shape.Input.Width * shape.Channels, MostAheadBytes / sizeof(T));
}

/// <summary>Output-driven pooling: for each position of a run, over all channels.</summary>
internal static unsafe class EachChannel<T, TKernel> where T : unmanaged, IFloatingPointIeee754<T> where TKernel : struct, IChannelKernel<T>
{
    /// <summary>Visits a range of output lines, indexed over [batch, depth, height].</summary>
    public static void ForLines(ConvolutionShape shape, int first, int end, TKernel kernel, T* past = null) =>
        ChannelVectors.Run<T, Lines>(shape.Channels, new Lines(shape, first, end, kernel), past);

    /// <summary>
    /// Processes all channels of a pixel in full vectors. The last vector overlaps the previous one: kernels are idempotent per channel.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pixel<V>(ref TKernel kernel, nint channels, nint input, nint output, WindowTap* taps, int count)
        where V : struct, IChannels<V, T>
    {
        for (nint c = 0, last = channels - V.Count; ; c = Math.Min(c + V.Count, last))
        {
            kernel.At<V>(input + c, output + c, taps, count);
            if (c == last)
            {
                return;
            }
        }
    }

    [MethodImpl(KernelCompilation.Options)]
    private static void Walk<V>(TKernel kernel, in WindowRun run) where V : struct, IChannels<V, T>
    {
        var each = TKernel.TakesLines ? run.TapsPerLine : run.TapCount;
        for (var first = 0; first < run.TapCount; first += each)
        {
            var (input, output) = (run.Input, run.Output);
            for (var i = run.Count; i > 0; i--, input += run.Step, output += run.Channels)
            {
                Pixel<V>(ref kernel, run.Channels, input, output, run.Taps + first, each);
            }
        }
    }

    private readonly struct Positions<V>(TKernel kernel) : IWindowKernel where V : struct, IChannels<V, T>
    {
        private readonly TKernel kernel = kernel;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(in WindowRun run) => Walk<V>(kernel, in run);
    }

    private readonly struct Lines(ConvolutionShape shape, int first, int end, TKernel kernel) : IChannelWork<T>
    {
        private readonly TKernel kernel = kernel;

        public void Run<V>() where V : struct, IChannels<V, T> => WindowRuns.ForLines(shape, first, end, new Positions<V>(kernel));
    }
}
