using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Input-driven pooling gradients: for each pixel, accumulates over the windows that contain it and writes the result once, pixel by pixel.
/// Pixels of a line that have the same number of windows, as the same taps of these, form a kind.
/// </summary>
internal static unsafe class EachPixel<T, TKernel> where T : unmanaged, IFloatingPointIeee754<T> where TKernel : struct, IChannelKernel<T>
{
    private const int Few = 64;

    /// <summary>The maximum number of windows of pixels buffered at a time; beyond it, those of one pixel.</summary>
    private const int MostTaps = 64 * 1024;

    /// <summary>Visits a range of image lines, indexed over [batch, depth, height].</summary>
    public static void ForLines(ConvolutionShape shape, int first, int end, TKernel kernel, T* past = null) =>
        ChannelVectors.Run<T, Lines>(shape.Channels, new Lines(shape, first, end, kernel), past);

    [SkipLocalsInit]
    [MethodImpl(KernelCompilation.Options)]
    private static void ForLines<V>(ConvolutionShape shape, int first, int end, TKernel kernel) where V : struct, IChannels<V, T>
    {
        // A pixel is in at most as many windows as a window has taps, and as there are windows.
        var columns = shape.Input.Width;
        var around = Math.Min(shape.Kernel.Depth, shape.Output.Depth) * Math.Min(shape.Kernel.Height, shape.Output.Height);
        var taps = around * Math.Min(shape.Kernel.Width, shape.Output.Width);
        Span<LineOfWindows> lines = around <= Few ? stackalloc LineOfWindows[Few] : new LineOfWindows[around];
        Span<Column> across = columns <= Few ? stackalloc Column[Few] : new Column[columns];
        Span<Kind> kinds = columns <= Few ? stackalloc Kind[Few] : new Kind[columns];
        kinds = kinds[..FindKinds(shape, across[..columns], kinds)];
        var ownRoom = (long)kinds.Length * taps <= MostTaps;
        var count = ownRoom ? kinds.Length * taps : taps;
        Span<WindowTap> room = count <= Few ? stackalloc WindowTap[Few] : new WindowTap[count];
        fixed (WindowTap* tap = room)
        {
            fixed (Column* column = across)
            {
                fixed (Kind* kind = kinds)
                {
                    for (var line = first; line < end; line++)
                    {
                        var windows = lines[..LinesAround(shape, line, lines)];
                        for (var i = 0; i < kinds.Length; i++)
                        {
                            kind[i].Taps = ownRoom ? tap + (i * taps) : tap;
                            if (ownRoom)
                            {
                                Place(shape, windows, ref kind[i]);
                            }
                        }

                        if (ownRoom)
                        {
                            Walk<V>(kernel, column, columns, kind, shape.Channels, (nint)line * columns * shape.Channels);
                            continue;
                        }

                        for (var i = 0; i < columns; i++)
                        {
                            Place(shape, windows, ref kind[column[i].Kind]);
                            Walk<V>(kernel, column + i, 1, kind, shape.Channels, (((nint)line * columns) + i) * shape.Channels);
                        }
                    }
                }
            }
        }
    }

    [MethodImpl(KernelCompilation.Options)]
    private static void Walk<V>(TKernel kernel, Column* column, int columns, Kind* kinds, nint channels, nint input)
        where V : struct, IChannels<V, T>
    {
        for (var end = column + columns; column < end; column++, input += channels)
        {
            var kind = kinds + column->Kind;
            EachChannel<T, TKernel>.Pixel<V>(ref kernel, channels, input, column->Output, kind->Taps, kind->Count);
        }
    }

    /// <summary>Determines the kind of each column, and returns the number of kinds.</summary>
    private static int FindKinds(ConvolutionShape shape, Span<Column> across, Span<Kind> kinds)
    {
        var count = 0;
        for (var i = 0; i < across.Length; i++)
        {
            var position = i + shape.Padding.Width;
            var (first, end) = Around(position, shape.Kernel.Width, shape.Strides.Width, shape.Output.Width);
            var kind = new Kind { Number = position - (first * shape.Strides.Width), First = first, Windows = Math.Max(0, end - first) };
            var known = 0;
            while (known < count && !AreSame(shape, kinds[known], kind))
            {
                known++;
            }

            if (known == count)
            {
                kinds[count++] = kind;
            }

            across[i] = new Column((nint)first * shape.Channels, known);
        }

        return count;
    }

    private static bool AreSame(ConvolutionShape shape, Kind a, Kind b)
    {
        var same = a.Number == b.Number && a.Windows == b.Windows;
        for (var w = 0; TKernel.TakesSizes && same && w < a.Windows; w++)
        {
            same = WidthOf(shape, a.First + w) == WidthOf(shape, b.First + w);
        }

        return same;
    }

    /// <summary>The lines of windows that contain an image line.</summary>
    [MethodImpl(KernelCompilation.Options)]
    private static int LinesAround(ConvolutionShape shape, int line, Span<LineOfWindows> lines)
    {
        var (plane, height) = Math.DivRem(line, shape.Input.Height);
        var (image, depth) = Math.DivRem(plane, shape.Input.Depth);
        var (output, kernel, strides, padding) = (shape.Output, shape.Kernel, shape.Strides, shape.Padding);
        (depth, height) = (depth + padding.Depth, height + padding.Height);
        var (firstDepth, endDepth) = Around(depth, kernel.Depth, strides.Depth, output.Depth);
        var (firstHeight, endHeight) = Around(height, kernel.Height, strides.Height, output.Height);
        var count = 0;
        for (var d = firstDepth; d < endDepth; d++)
        {
            for (var h = firstHeight; h < endHeight; h++)
            {
                var position = ((((nint)image * output.Depth) + d) * output.Height) + h;
                lines[count++] = new(position * output.Width * shape.Channels, TKernel.TakesSizes
                    ? Within((d * strides.Depth) - padding.Depth, kernel.Depth, shape.Input.Depth)
                    * Within((h * strides.Height) - padding.Height, kernel.Height, shape.Input.Height)
                    : (((depth - (d * strides.Depth)) * kernel.Height) + height - (h * strides.Height)) * kernel.Width);
            }
        }

        return count;
    }

    /// <summary>Collects the windows of a kind's pixels, relative to the first of them in the first line.</summary>
    [MethodImpl(KernelCompilation.Options)]
    private static void Place(ConvolutionShape shape, ReadOnlySpan<LineOfWindows> lines, ref Kind kind)
    {
        kind.Count = 0;
        foreach (var line in lines)
        {
            for (var w = 0; w < kind.Windows; w++)
            {
                var number = TKernel.TakesSizes ? line.Number * WidthOf(shape, kind.First + w)
                    : line.Number + kind.Number - (w * shape.Strides.Width);
                kind.Taps[kind.Count++] = new(line.Offset + ((nint)w * shape.Channels), number);
            }
        }
    }

    /// <summary>The range of windows along one axis that contain a position, which is relative to the beginning of the padding.</summary>
    private static (int First, int End) Around(int position, int kernel, int stride, int output) =>
        (Math.Max(0, position - kernel + stride) / stride, Math.Min(output, (position / stride) + 1));

    /// <summary>The number of taps of a window in an output column that are inside the images horizontally.</summary>
    private static int WidthOf(ConvolutionShape shape, int column) =>
        Within((column * shape.Strides.Width) - shape.Padding.Width, shape.Kernel.Width, shape.Input.Width);

    private static int Within(int start, int kernel, int input) => Math.Min(start + kernel, input) - Math.Max(start, 0);

    /// <summary>
    /// The output offset of a line of windows, and the index of its windows' first tap in the image line, or the number of taps there.
    /// </summary>
    private readonly record struct LineOfWindows(nint Offset, int Number);

    /// <summary>A column of the images: the output offset of its first window within a line, and its kind.</summary>
    private readonly record struct Column(nint Output, int Kind);

    /// <summary>
    /// A class of columns that are the same tap of their first window and are in the same number of windows, with the first window of a
    /// representative. For an image line: their windows.
    /// </summary>
    private struct Kind
    {
        public int Number;
        public int First;
        public int Windows;
        public int Count;
        public WindowTap* Taps;
    }

    private readonly struct Lines(ConvolutionShape shape, int first, int end, TKernel kernel) : IChannelWork<T>
    {
        private readonly TKernel kernel = kernel;

        public void Run<V>() where V : struct, IChannels<V, T> => ForLines<V>(shape, first, end, kernel);
    }
}
