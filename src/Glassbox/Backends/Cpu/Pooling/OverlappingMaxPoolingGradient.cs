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
    private const int FewTaps = 64;

    private readonly T* dy = dy;
    private readonly TPlace* chosen = chosen;
    private readonly T* dx = dx;

    /// <summary>Computes some lines of the images, counted over [batch, depth, height].</summary>
    [SkipLocalsInit]
    public void ForLines(int first, int end)
    {
        var most = shape.Kernel.Size;
        Span<nint> offsets = most <= FewTaps ? stackalloc nint[FewTaps] : new nint[most];
        Span<int> taps = most <= FewTaps ? stackalloc int[FewTaps] : new int[most];
        fixed (nint* at = offsets)
        {
            fixed (int* which = taps)
            {
                for (var line = first; line < end; line++)
                {
                    Line(line, at, which);
                }
            }
        }
    }

    private void Line(int line, nint* offsets, int* taps)
    {
        var (plane, height) = Math.DivRem(line, shape.Input.Height);
        var (image, depth) = Math.DivRem(plane, shape.Input.Depth);
        var (input, output, kernel, strides, padding) = (shape.Input, shape.Output, shape.Kernel, shape.Strides, shape.Padding);
        var (firstDepth, endDepth) = Around(depth + padding.Depth, kernel.Depth, strides.Depth, output.Depth);
        var (firstHeight, endHeight) = Around(height + padding.Height, kernel.Height, strides.Height, output.Height);
        var to = dx + ((nint)line * input.Width * shape.Channels);
        for (var column = 0; column < input.Width; column++, to += shape.Channels)
        {
            var (firstWidth, endWidth) = Around(column + padding.Width, kernel.Width, strides.Width, output.Width);
            var count = 0;
            for (var d = firstDepth; d < endDepth; d++)
            {
                for (var h = firstHeight; h < endHeight; h++)
                {
                    var position = ((((nint)image * output.Depth) + d) * output.Height) + h;
                    var tap = ((depth + padding.Depth - (d * strides.Depth)) * kernel.Height) + height + padding.Height - (h * strides.Height);
                    for (var w = firstWidth; w < endWidth; w++, count++)
                    {
                        offsets[count] = ((position * output.Width) + w) * shape.Channels;
                        taps[count] = (tap * kernel.Width) + column + padding.Width - (w * strides.Width);
                    }
                }
            }

            Sum(offsets, taps, count, to);
        }
    }

    /// <summary>The windows along one axis that contain a position, which is counted from the beginning of the padding.</summary>
    private static (int First, int End) Around(int position, int kernel, int stride, int output) =>
        (Math.Max(0, position - kernel + stride) / stride, Math.Min(output, (position / stride) + 1));

    private void Sum(nint* offsets, int* taps, int count, T* to)
    {
        int channels = shape.Channels, width = Vector<T>.Count;
        var c = 0;
        for (; c <= channels - (4 * width); c += 4 * width)
        {
            Vector<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (var k = 0; k < count; k++)
            {
                var at = offsets[k] + c;
                var tap = Places<T, TPlace>.Of(taps[k]);
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
            for (var k = 0; k < count; k++)
            {
                var at = offsets[k] + c;
                sum += Places<T, TPlace>.Same(Places<T, TPlace>.Load(chosen + at), Places<T, TPlace>.Of(taps[k])) & Vector.Load(dy + at);
            }

            sum.Store(to + c);
        }

        for (; c < channels; c++)
        {
            var sum = T.Zero;
            for (var k = 0; k < count; k++)
            {
                var at = offsets[k] + c;
                sum += int.CreateTruncating(chosen[at]) == taps[k] ? dy[at] : T.Zero;
            }

            to[c] = sum;
        }
    }
}
