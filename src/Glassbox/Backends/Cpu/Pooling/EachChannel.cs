using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>Pooling that looks from the output at the images: at each position of a run, at all channels.</summary>
internal readonly unsafe struct EachChannel<T, TKernel>(TKernel kernel) : IWindowKernel where T : unmanaged, IFloatingPointIeee754<T> where TKernel : struct, IChannelKernel<T>
{
    private readonly TKernel kernel = kernel;

    public void Run(in WindowRun run) => ChannelVectors.Run<T, Positions>(run.Channels, new Positions(kernel, in run));

    /// <summary>All channels of a pixel in whole vectors. The last one reaches back to where it is whole: kernels give the same when they come to a channel twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pixel<V>(ref TKernel kernel, int channels, nint input, nint output, nint* offsets, int* numbers, int count) where V : struct, IChannels<V, T>
    {
        var last = channels - V.Count;
        for (var c = 0; c < channels; c += V.Count)
        {
            var at = Math.Min(c, last);
            kernel.At<V>(input + at, output + at, offsets, numbers, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Walk<V>(TKernel kernel, in WindowRun run) where V : struct, IChannels<V, T>
    {
        var each = TKernel.TakesLines ? run.TapsPerLine : run.TapCount;
        for (var first = 0; first < run.TapCount; first += each)
        {
            var (input, output) = (run.Input, run.Output);
            for (var i = run.Count; i > 0; i--, input += run.Step, output += run.Channels)
            {
                Pixel<V>(ref kernel, run.Channels, input, output, run.Offsets + first, run.Taps + first, each);
            }
        }
    }

    private readonly ref struct Positions(TKernel kernel, ref readonly WindowRun run) : IChannelWork<T>
    {
        private readonly TKernel kernel = kernel;
        private readonly ref readonly WindowRun run = ref run;

        public void Run<V>() where V : struct, IChannels<V, T> => Walk<V>(kernel, in run);
    }
}
