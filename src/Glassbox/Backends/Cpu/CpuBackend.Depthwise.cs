using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <remarks>
/// Depthwise convolutions iterate windows as pooling does. With a channel multiplier above 1, the images are expanded first: each channel
/// is repeated once per filter.
/// </remarks>
internal sealed unsafe partial class CpuBackend
{
    /// <summary>The maximum number of blocks of images with separate partial sums, which are added in order.</summary>
    private const int MaxBlocksOfImages = 16;

    private static bool IsDepthwise(ConvolutionShape shape) => shape.Groups > 1 && shape.GroupChannels == 1;

    private static void DepthwiseConvolve<T>(ConvolutionShape shape, Storage x, Storage kernel, Storage? bias, bool relu, Storage y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var each = shape.ChannelByChannel();
        var images = Spread<T>(shape, x);
        ForLines(each, (first, end) =>
        {
            fixed (T* from = images.Span<T>(), weights = kernel.Span<T>(), start = OrNone<T>(bias), to = y.Span<T>())
            {
                WindowRuns.ForLines(each, first, end, new DepthwiseForward<T>(from, weights, start, relu, to));
            }
        });
    }

    private static void DepthwiseInputGradient<T>(ConvolutionShape shape, Storage dy, Storage kernel, Storage dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var each = shape.ChannelByChannel();
        var images = shape.GroupFilters == 1 ? dx : HostStorage.Allocate(dx.DType, dx.Length * shape.GroupFilters);
        if (shape.Strides == new Extent3(1, 1, 1))
        {
            // The input gradient with stride 1 is a convolution of dy with the flipped kernel.
            DepthwiseConvolve<T>(each.Backwards(), dy, Turned<T>(each, kernel), null, false, images);
        }
        else
        {
            ForImages<T>(each, images, (first, end) =>
            {
                fixed (T* from = dy.Span<T>(), weights = kernel.Span<T>(), to = images.Span<T>())
                {
                    WindowRuns.ForLines(each, first, end, new DepthwiseScatter<T>(from, weights, to));
                }
            });
        }

        if (images != dx)
        {
            Reduce<T>(ReduceOp.Sum, new ReductionWalk(dx.Length, shape.GroupFilters, 1), images, dx);
        }
    }

    private static void DepthwiseKernelGradient<T>(ConvolutionShape shape, Storage x, Storage dy, Storage dkernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var each = shape.ChannelByChannel();
        var images = Spread<T>(shape, x);
        var blocks = Math.Min(Math.Min(shape.Batch, MaxBlocksOfImages), Math.Max(1, ExtentMath.MostElements / dkernel.Length));
        long lines = shape.Output.Depth * shape.Output.Height;
        var sums = HostStorage.Allocate(dkernel.DType, blocks * dkernel.Length);
        WorkSplit.For(blocks, block =>
        {
            var own = sums.Span<T>().Slice(block * dkernel.Length, dkernel.Length);
            own.Clear();
            fixed (T* from = images.Span<T>(), gradients = dy.Span<T>(), to = own)
            {
                var (first, end) = ((long)shape.Batch * block / blocks * lines, shape.Batch * (block + 1L) / blocks * lines);
                WindowRuns.ForLines(each, (int)first, (int)end, new DepthwiseKernelGradient<T>(from, gradients, to));
            }
        });
        Reduce<T>(ReduceOp.Sum, new ReductionWalk(1, blocks, dkernel.Length), sums, dkernel);
    }

    /// <summary>Repeats each channel once per filter.</summary>
    private static Storage Spread<T>(ConvolutionShape shape, Storage x) where T : unmanaged
    {
        var copies = shape.GroupFilters;
        if (copies == 1)
        {
            return x;
        }

        var spread = HostStorage.Allocate(x.DType, x.Length * copies);
        WorkSplit.For(shape.Batch, image =>
        {
            var size = shape.Input.Size * shape.Channels;
            var from = x.Span<T>().Slice(image * size, size);
            var to = spread.Span<T>().Slice(image * size * copies, size * copies);
            for (var i = 0; i < from.Length; i++)
            {
                to.Slice(i * copies, copies).Fill(from[i]);
            }
        });
        return spread;
    }

    /// <summary>The kernel flipped along every spatial axis.</summary>
    private static HostStorage Turned<T>(ConvolutionShape shape, Storage kernel) where T : unmanaged
    {
        var turned = HostStorage.Allocate(kernel.DType, kernel.Length);
        for (var tap = 0; tap < shape.Kernel.Size; tap++)
        {
            kernel.Span<T>().Slice(tap * shape.Filters, shape.Filters)
                .CopyTo(turned.Span<T>()[((shape.Kernel.Size - 1 - tap) * shape.Filters)..]);
        }

        return turned;
    }

    /// <summary>
    /// Processes whole images in parallel, since overlapping windows accumulate within an image; the images are zeroed first.
    /// </summary>
    private static void ForImages<T>(ConvolutionShape shape, Storage images, Action<int, int> body)
    {
        var (size, lines) = (shape.Input.Size * shape.Channels, shape.Output.Depth * shape.Output.Height);
        var each = Math.Max(1, PooledPerTask / Math.Max(1, size));
        WorkSplit.For((shape.Batch + each - 1) / each, task =>
        {
            for (var image = task * each; image < Math.Min(shape.Batch, (task + 1L) * each); image++)
            {
                images.Span<T>().Slice(image * size, size).Clear();
                body(image * lines, (image + 1) * lines);
            }
        });
    }
}
