using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// dx = Σ dy over the windows in which an element of the images was the largest, for windows that overlap or leave something out. Each element is added up at once from the few windows that it lies in,
/// in their order, and written once.
/// </summary>
internal readonly unsafe struct OverlappingMaxPoolingGradient<T, TPlace>(ConvolutionShape shape, T* dy, TPlace* chosen, T* dx)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TPlace : unmanaged, IBinaryInteger<TPlace>
{
    private const int Few = 64;

    private readonly T* dy = dy;
    private readonly TPlace* chosen = chosen;
    private readonly T* dx = dx;

    /// <summary>Computes some lines of the images, counted over [batch, depth, height].</summary>
    [SkipLocalsInit]
    public void ForLines(int first, int end)
    {
        var (taps, columns) = (shape.Kernel.Size, shape.Input.Width);
        Span<Window> lines = taps <= Few ? stackalloc Window[Few] : new Window[taps];
        Span<Window> windows = taps <= Few ? stackalloc Window[Few] : new Window[taps];
        Span<(int First, int End)> across = columns <= Few ? stackalloc (int, int)[Few] : new (int, int)[columns];
        for (var column = 0; column < columns; column++)
        {
            across[column] = Around(column + shape.Padding.Width, shape.Kernel.Width, shape.Strides.Width, shape.Output.Width);
        }

        for (var line = first; line < end; line++)
        {
            Line(line, lines[..LinesAround(line, lines)], across[..columns], windows);
        }
    }

    /// <summary>The lines of windows that a line of the images lies in: where each begins, and its first element's number where it meets the line.</summary>
    private int LinesAround(int line, Span<Window> lines)
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
                var tap = ((depth - (d * strides.Depth)) * kernel.Height) + height - (h * strides.Height);
                lines[count++] = new(position * output.Width * shape.Channels, tap * kernel.Width);
            }
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Line(int line, ReadOnlySpan<Window> lines, ReadOnlySpan<(int First, int End)> across, Span<Window> windows)
    {
        var to = dx + ((nint)line * shape.Input.Width * shape.Channels);
        for (var column = 0; column < across.Length; column++, to += shape.Channels)
        {
            var count = 0;
            foreach (var (offset, tap) in lines)
            {
                for (var w = across[column].First; w < across[column].End; w++)
                {
                    windows[count++] = new(offset + ((nint)w * shape.Channels), tap + column + shape.Padding.Width - (w * shape.Strides.Width));
                }
            }

            Sum(windows[..count], to);
        }
    }

    /// <summary>The windows along one axis that contain a position, which is counted from the beginning of the padding.</summary>
    private static (int First, int End) Around(int position, int kernel, int stride, int output) =>
        (Math.Max(0, position - kernel + stride) / stride, Math.Min(output, (position / stride) + 1));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(ReadOnlySpan<Window> windows, T* to)
    {
        int channels = shape.Channels, width = Vector<T>.Count;
        var c = 0;
        for (; c <= channels - (4 * width); c += 4 * width)
        {
            Vector<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            foreach (var (offset, number) in windows)
            {
                var at = offset + c;
                var tap = Places<T, TPlace>.Of(number);
                sum0 += Places<T, TPlace>.Same(Places<T, TPlace>.Load(chosen + at), tap) & Vector.Load(dy + at);
                sum1 += Places<T, TPlace>.Same(Places<T, TPlace>.Load(chosen + at + width), tap) & Vector.Load(dy + at + width);
                sum2 += Places<T, TPlace>.Same(Places<T, TPlace>.Load(chosen + at + (2 * width)), tap) & Vector.Load(dy + at + (2 * width));
                sum3 += Places<T, TPlace>.Same(Places<T, TPlace>.Load(chosen + at + (3 * width)), tap) & Vector.Load(dy + at + (3 * width));
            }

            sum0.Store(to + c);
            sum1.Store(to + c + width);
            sum2.Store(to + c + (2 * width));
            sum3.Store(to + c + (3 * width));
        }

        for (; c <= channels - width; c += width)
        {
            var sum = Vector<T>.Zero;
            foreach (var (offset, number) in windows)
            {
                var at = offset + c;
                sum += Places<T, TPlace>.Same(Places<T, TPlace>.Load(chosen + at), Places<T, TPlace>.Of(number)) & Vector.Load(dy + at);
            }

            sum.Store(to + c);
        }

        for (; c < channels; c++)
        {
            var sum = T.Zero;
            foreach (var (offset, number) in windows)
            {
                var at = offset + c;
                sum += int.CreateTruncating(chosen[at]) == number ? dy[at] : T.Zero;
            }

            to[c] = sum;
        }
    }

    /// <summary>Where a window lies in the output, and which of its elements is meant.</summary>
    private readonly record struct Window(nint Offset, int Tap);
}
