using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Pooling that looks from the images back at the output: for each pixel at the windows that it lies in, so that whatever they have for it is added up at once and written once, one pixel after the other.
/// The pixels of a line differ little in this: those that lie in as many windows, as the same of their elements, are a kind.
/// </summary>
internal static unsafe class EachPixel<T, TKernel> where T : unmanaged, IFloatingPointIeee754<T> where TKernel : struct, IChannelKernel<T>
{
    private const int Few = 64;

    /// <summary>Visits some lines of the images, counted over [batch, depth, height].</summary>
    public static void ForLines(ConvolutionShape shape, int first, int end, TKernel kernel) => ChannelVectors.Run<T, Lines>(shape.Channels, new Lines(shape, first, end, kernel));

    [SkipLocalsInit]
    private static void ForLines<V>(ConvolutionShape shape, int first, int end, TKernel kernel) where V : struct, IChannels<V, T>
    {
        var (columns, taps) = (shape.Input.Width, shape.Kernel.Size);
        Span<LineOfWindows> lines = taps <= Few ? stackalloc LineOfWindows[Few] : new LineOfWindows[taps];
        Span<Column> across = columns <= Few ? stackalloc Column[Few] : new Column[columns];
        Span<Kind> kinds = columns <= Few ? stackalloc Kind[Few] : new Kind[columns];
        across = across[..columns];
        kinds = kinds[..FindKinds(shape, across, kinds)];
        var room = kinds.Length * taps;
        Span<nint> offsets = room <= Few ? stackalloc nint[Few] : new nint[room];
        Span<int> numbers = room <= Few ? stackalloc int[Few] : new int[room];
        fixed (nint* at = offsets)
        {
            fixed (int* which = numbers)
            {
                for (var line = first; line < end; line++)
                {
                    var around = lines[..LinesAround(shape, line, lines)];
                    for (var i = 0; i < kinds.Length; i++)
                    {
                        kinds[i].Place(shape, around, at + (i * taps), which + (i * taps));
                    }

                    Walk<V>(kernel, across, kinds, shape.Channels, (nint)line * columns * shape.Channels);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Walk<V>(TKernel kernel, ReadOnlySpan<Column> across, ReadOnlySpan<Kind> kinds, int channels, nint input) where V : struct, IChannels<V, T>
    {
        foreach (ref readonly var column in across)
        {
            ref readonly var kind = ref kinds[column.Kind];
            EachChannel<T, TKernel>.Pixel<V>(ref kernel, channels, input, column.Output, kind.Offsets, kind.Numbers, kind.Count);
            input += channels;
        }
    }

    /// <summary>Finds what kind each column is of, and returns how many there are.</summary>
    private static int FindKinds(ConvolutionShape shape, Span<Column> across, Span<Kind> kinds)
    {
        var count = 0;
        for (var i = 0; i < across.Length; i++)
        {
            var position = i + shape.Padding.Width;
            var (first, end) = Around(position, shape.Kernel.Width, shape.Strides.Width, shape.Output.Width);
            var (number, windows) = (position - (first * shape.Strides.Width), Math.Max(0, end - first));
            var kind = 0;
            while (kind < count && (kinds[kind].Number != number || kinds[kind].Windows != windows))
            {
                kind++;
            }

            if (kind == count)
            {
                kinds[count++] = new Kind { Number = number, Windows = windows };
            }

            across[i] = new Column(first * shape.Channels, kind);
        }

        return count;
    }

    /// <summary>The lines of windows that a line of the images lies in.</summary>
    private static int LinesAround(ConvolutionShape shape, int line, Span<LineOfWindows> lines)
    {
        var (plane, height) = Math.DivRem(line, shape.Input.Height);
        var (image, depth) = Math.DivRem(plane, shape.Input.Depth);
        var (output, kernel, strides) = (shape.Output, shape.Kernel, shape.Strides);
        (depth, height) = (depth + shape.Padding.Depth, height + shape.Padding.Height);
        var (firstDepth, endDepth) = Around(depth, kernel.Depth, strides.Depth, output.Depth);
        var (firstHeight, endHeight) = Around(height, kernel.Height, strides.Height, output.Height);
        var count = 0;
        for (var d = firstDepth; d < endDepth; d++)
        {
            for (var h = firstHeight; h < endHeight; h++)
            {
                var position = ((((nint)image * output.Depth) + d) * output.Height) + h;
                var number = ((depth - (d * strides.Depth)) * kernel.Height) + height - (h * strides.Height);
                lines[count++] = new(position * output.Width * shape.Channels, number * kernel.Width);
            }
        }

        return count;
    }

    /// <summary>The windows along one axis that contain a position, which is counted from the beginning of the padding.</summary>
    private static (int First, int End) Around(int position, int kernel, int stride, int output) =>
        (Math.Max(0, position - kernel + stride) / stride, Math.Min(output, (position / stride) + 1));

    private readonly struct Lines(ConvolutionShape shape, int first, int end, TKernel kernel) : IChannelWork<T>
    {
        private readonly TKernel kernel = kernel;

        public void Run<V>() where V : struct, IChannels<V, T> => ForLines<V>(shape, first, end, kernel);
    }

    /// <summary>Where a line of windows begins in the output, and the number of its windows' first element where they meet the line of the images.</summary>
    private readonly record struct LineOfWindows(nint Offset, int Number);

    /// <summary>A column of the images: where the first of its windows lies in the line of these, and its kind.</summary>
    private readonly record struct Column(nint Output, int Kind);

    /// <summary>Columns that are the same element of their first window, and lie in as many. For a line of the images: where their windows lie from the first one on, and which of their elements they are.</summary>
    private struct Kind
    {
        public int Number;
        public int Windows;
        public int Count;
        public nint* Offsets;
        public int* Numbers;

        public void Place(ConvolutionShape shape, ReadOnlySpan<LineOfWindows> lines, nint* offsets, int* numbers)
        {
            Offsets = offsets;
            Numbers = numbers;
            Count = 0;
            foreach (var line in lines)
            {
                for (var w = 0; w < Windows; w++)
                {
                    offsets[Count] = line.Offset + ((nint)w * shape.Channels);
                    numbers[Count++] = line.Number + Number - (w * shape.Strides.Width);
                }
            }
        }
    }
}
