using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

/// <summary>The mean of what is under a window, channel by channel. What is outside the image does not count.</summary>
internal static class AveragePooling<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>y = mean, for some positions of the output.</summary>
    public static void Forward(ConvolutionShape shape, int first, int end, ReadOnlySpan<T> x, Span<T> y)
    {
        var offsets = new int[shape.Kernel.Size];
        var window = new PoolingWindow(shape, offsets, new int[shape.Kernel.Size]);
        for (var position = first; position < end; position++)
        {
            var count = window.Place(position);
            var row = y.Slice(position * shape.Channels, shape.Channels);
            x.Slice(offsets[0], shape.Channels).CopyTo(row);
            for (var i = 1; i < count; i++)
            {
                TensorPrimitives.Add(row, x.Slice(offsets[i], shape.Channels), row);
            }

            TensorPrimitives.Divide(row, T.CreateTruncating(count), row);
        }
    }

    /// <summary>dx += dy / count, for some positions of the output.</summary>
    public static void Scatter(ConvolutionShape shape, int first, int end, ReadOnlySpan<T> dy, Span<T> dx)
    {
        var offsets = new int[shape.Kernel.Size];
        var window = new PoolingWindow(shape, offsets, new int[shape.Kernel.Size]);
        for (var position = first; position < end; position++)
        {
            var count = window.Place(position);
            var row = dy.Slice(position * shape.Channels, shape.Channels);
            for (var i = 0; i < count; i++)
            {
                var target = dx.Slice(offsets[i], shape.Channels);
                TensorPrimitives.MultiplyAdd(row, T.One / T.CreateTruncating(count), target, target);
            }
        }
    }
}
