using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Iterates a sliding window over channels-last images line by line. The interior positions of a line, whose windows are entirely inside
/// the image, form one run; each edge position is a run of its own. Where each image line belongs to only one output line, kernels process
/// one line after the other, so that the hardware prefetcher sees one long stream; lines that are read repeatedly are in the cache, and all
/// taps are processed at once.
/// </summary>
internal static unsafe class WindowRuns
{
    private const int FewRuns = 8;
    private const int FewTaps = 64;

    /// <summary>The maximum number of taps buffered at a time; beyond it, those of one run.</summary>
    private const int MostTaps = 64 * 1024;

    /// <summary>The coordinate of a window that is entirely inside along an axis.</summary>
    private const int Inside = int.MinValue;

    /// <summary>Visits a range of output lines, indexed over [batch, depth, height].</summary>
    [SkipLocalsInit]
    public static void ForLines<TKernel>(ConvolutionShape shape, int first, int end, TKernel kernel) where TKernel : struct, IWindowKernel
    {
        var (middle, right) = Middle(shape);
        var most = shape.Output.Width - (right - middle) + 1;
        Span<WindowRun> runs = most <= FewRuns ? stackalloc WindowRun[FewRuns] : new WindowRun[most];
        runs = runs[..Across(shape, middle, right, runs)];

        // A window may have far more taps than the image has elements; at most the latter are inside.
        var (window, input) = (shape.Kernel, shape.Input);
        var each = Math.Min(window.Depth, input.Depth) * Math.Min(window.Height, input.Height) * Math.Min(window.Width, input.Width);
        var ownRoom = (long)runs.Length * each <= MostTaps;
        var count = ownRoom ? runs.Length * each : each;
        Span<WindowTap> taps = count <= FewTaps ? stackalloc WindowTap[FewTaps] : new WindowTap[count];
        fixed (WindowTap* at = taps)
        {
            for (var i = 0; i < runs.Length; i++)
            {
                runs[i].Taps = ownRoom ? at + (i * each) : at;
            }

            Lines(shape, first, end, runs, ownRoom, ref kernel);
        }
    }

    /// <summary>Visits the runs of some lines. If each run has its own tap buffer, the taps are not recomputed per line.</summary>
    [MethodImpl(KernelCompilation.Options)]
    private static void Lines<TKernel>(ConvolutionShape shape, int first, int end, Span<WindowRun> runs, bool ownRoom, ref TKernel kernel)
        where TKernel : struct, IWindowKernel
    {
        var placed = (Front: int.MaxValue, Top: int.MaxValue);
        for (var line = first; line < end; line++)
        {
            var (plane, height) = Math.DivRem(line, shape.Output.Height);
            var (image, depth) = Math.DivRem(plane, shape.Output.Depth);
            var (top, front) = ((height * shape.Strides.Height) - shape.Padding.Height,
                (depth * shape.Strides.Depth) - shape.Padding.Depth);
            var start = (((((nint)image * shape.Input.Depth) + front) * shape.Input.Height) + top) * shape.Input.Width;

            // The taps of lines differ only where windows extend beyond an edge.
            var place = (
                IsInside(front, shape.Kernel.Depth, shape.Dilation.Depth, shape.Input.Depth) ? Inside : front,
                IsInside(top, shape.Kernel.Height, shape.Dilation.Height, shape.Input.Height) ? Inside : top);
            foreach (ref var across in runs)
            {
                if (place != placed || !ownRoom)
                {
                    Place(shape, front, top, ref across);
                }

                var run = across;
                run.Input += start * shape.Channels;
                run.Output += (nint)line * shape.Output.Width * shape.Channels;
                kernel.Run(in run);
            }

            placed = place;
        }
    }

    private static bool IsInside(int start, int window, int dilation, int input) => start >= 0 && start + ((window - 1) * dilation) < input;

    /// <summary>The range of output columns whose windows are inside the images horizontally.</summary>
    private static (int First, int End) Middle(ConvolutionShape shape)
    {
        var reach = (shape.Kernel.Width - 1) * shape.Dilation.Width;
        var first = Math.Clamp((shape.Padding.Width + shape.Strides.Width - 1) / shape.Strides.Width, 0, shape.Output.Width);
        var last = shape.Input.Width - 1 - reach + shape.Padding.Width;
        return (first, last < 0 ? first : Math.Clamp((last / shape.Strides.Width) + 1, first, shape.Output.Width));
    }

    /// <summary>
    /// The runs of a line, relative to the line's input and output offsets: one for the interior columns, one per edge column.
    /// </summary>
    private static int Across(ConvolutionShape shape, int middle, int right, Span<WindowRun> runs)
    {
        var count = 0;
        for (var column = 0; column < shape.Output.Width; column += runs[count++].Count)
        {
            runs[count] = new WindowRun
            {
                Input = (nint)((column * shape.Strides.Width) - shape.Padding.Width) * shape.Channels,
                Output = (nint)column * shape.Channels,
                Count = column == middle && right > middle ? right - middle : 1,
                Step = (nint)shape.Strides.Width * shape.Channels,
                Channels = shape.Channels,
                Left = (column * shape.Strides.Width) - shape.Padding.Width,
            };
        }

        return count;
    }

    /// <summary>Collects the taps of a window that are inside the image.</summary>
    [MethodImpl(KernelCompilation.Options)]
    private static void Place(ConvolutionShape shape, int front, int top, ref WindowRun run)
    {
        var (input, window, dilation) = (shape.Input, shape.Kernel, shape.Dilation);
        (run.TapCount, run.TapsPerLine) = (0, 0);
        for (var (depth, tap) = (0, 0); depth < window.Depth; depth++)
        {
            for (var height = 0; height < window.Height; height++)
            {
                for (var width = 0; width < window.Width; width++, tap++)
                {
                    var (d, h, w) = (depth * dilation.Depth, height * dilation.Height, width * dilation.Width);
                    if ((uint)(front + d) < (uint)input.Depth && (uint)(top + h) < (uint)input.Height
                        && (uint)(run.Left + w) < (uint)input.Width)
                    {
                        run.Taps[run.TapCount++] = new(((((nint)d * input.Height) + h) * input.Width + w) * shape.Channels, tap);
                    }
                }

                run.TapsPerLine = run.TapsPerLine == 0 || shape.Strides.Height < window.Height ? run.TapCount : run.TapsPerLine;
            }
        }
    }
}
