using System.Numerics;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

internal sealed unsafe partial class CpuBackend
{
    /// <summary>The maximum window size for the patch gradient, whose patches hold the complete window.</summary>
    private const int MostTapsOfPatches = 64 * 1024;

    public void Convolve(ConvolutionShape shape, Storage x, Storage kernel, Storage? bias, bool relu, Storage y)
    {
        if (y.DType == DType.Float32)
        {
            Convolve<float>(shape, x, kernel, bias, relu, y);
        }
        else
        {
            Convolve<double>(shape, x, kernel, bias, relu, y);
        }
    }

    public void ConvolutionInputGradient(ConvolutionShape shape, Storage dy, Storage kernel, Storage dx)
    {
        if (dx.DType == DType.Float32)
        {
            ConvolutionInputGradient<float>(shape, dy, kernel, dx);
        }
        else
        {
            ConvolutionInputGradient<double>(shape, dy, kernel, dx);
        }
    }

    public void ConvolutionKernelGradient(ConvolutionShape shape, Storage x, Storage dy, Storage dkernel)
    {
        if (dkernel.DType == DType.Float32)
        {
            ConvolutionKernelGradient<float>(shape, x, dy, dkernel);
        }
        else
        {
            ConvolutionKernelGradient<double>(shape, x, dy, dkernel);
        }
    }

    private static void Convolve<T>(ConvolutionShape shape, Storage x, Storage kernel, Storage? bias, bool relu, Storage y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsDepthwise(shape))
        {
            DepthwiseConvolve<T>(shape, x, kernel, bias, relu, y);
            return;
        }

        var (images, image) = Framed<T>(shape, x);
        switch (Width<T>(shape.GroupFilters))
        {
            case 512: Run<GatherKernel<ProductVector512<T>, T>>(); break;
            case 256: Run<GatherKernel<ProductVector256<T>, T>>(); break;
            default: Run<GatherKernel<ProductVector128<T>, T>>(); break;
        }

        void Run<TKernel>() where TKernel : IGatherKernel<T>
        {
            var work = new ConvolutionForward<T, TKernel>(shape, image, relu);
            fixed (T* a = images.Span<T>(), b = kernel.Span<T>(), start = bias is null ? default : bias.Span<T>(), c = y.Span<T>(),
                buffer = HostStorage.Allocate<T>(work.BufferLength))
            {
                work.Run(a, b, start, c, buffer);
            }
        }
    }

    private static void ConvolutionInputGradient<T>(ConvolutionShape shape, Storage dy, Storage kernel, Storage dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsDepthwise(shape))
        {
            DepthwiseInputGradient<T>(shape, dy, kernel, dx);
            return;
        }

        var inside = shape.StaysInside;
        var image = inside ? shape.Input : shape.Covered;
        var images = inside ? dx : HostStorage.Allocate(dx.DType, shape.FramedLength);
        var fewChannels = shape.Groups == 1 && shape.Channels < 2 * Vector128<T>.Count && shape.Kernel.Size <= MostTapsOfPatches;
        switch (Width<T>(fewChannels ? shape.Channels * shape.Kernel.Size : shape.GroupChannels))
        {
            case 512: Run<GatherKernel<ProductVector512<T>, T>>(); break;
            case 256: Run<GatherKernel<ProductVector256<T>, T>>(); break;
            default: Run<GatherKernel<ProductVector128<T>, T>>(); break;
        }

        void Run<TKernel>() where TKernel : IGatherKernel<T>
        {
            if (fewChannels)
            {
                var patches = new ConvolutionPatchGradient<T, TKernel>(shape, image);
                With(patches.BufferLength, patches.Run);
            }
            else
            {
                var work = new ConvolutionInputGradient<T, TKernel>(shape, image);
                With(work.BufferLength, work.Run);
            }
        }

        void With(int length, Gradient<T> run)
        {
            fixed (T* a = dy.Span<T>(), b = kernel.Span<T>(), framed = images.Span<T>(), result = dx.Span<T>(),
                buffer = HostStorage.Allocate<T>(length))
            {
                run(a, b, framed, buffer);
                if (!inside)
                {
                    ImagePadding.Unframe(shape, framed, result);
                }
            }
        }
    }

    private static void ConvolutionKernelGradient<T>(ConvolutionShape shape, Storage x, Storage dy, Storage dkernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (shape.Batch == 0)
        {
            dkernel.Span<T>().Clear();
            return;
        }

        if (IsDepthwise(shape))
        {
            DepthwiseKernelGradient<T>(shape, x, dy, dkernel);
            return;
        }

        var (images, image) = Framed<T>(shape, x);
        switch (Width<T>(shape.GroupFilters))
        {
            case 512: Run<GatherKernel<ProductVector512<T>, T>>(); break;
            case 256: Run<GatherKernel<ProductVector256<T>, T>>(); break;
            default: Run<GatherKernel<ProductVector128<T>, T>>(); break;
        }

        void Run<TKernel>() where TKernel : IGatherKernel<T>
        {
            var work = new ConvolutionKernelGradient<T, TKernel>(shape, image);
            fixed (T* a = images.Span<T>(), b = dy.Span<T>(), c = dkernel.Span<T>(), buffer = HostStorage.Allocate<T>(work.BufferLength))
            {
                work.Run(a, b, c, buffer);
            }
        }
    }

    /// <summary>The images unchanged if no window needs padding, else zero-padded.</summary>
    private static (Storage Images, Extent3 Image) Framed<T>(ConvolutionShape shape, Storage x) where T : unmanaged
    {
        if (shape.StaysInside)
        {
            return (x, shape.Input);
        }

        var framed = HostStorage.Allocate(x.DType, shape.FramedLength);
        fixed (T* from = x.Span<T>(), to = framed.Span<T>())
        {
            ImagePadding.Frame(shape, from, to);
        }

        return (framed, shape.Covered);
    }

    private delegate void Gradient<T>(T* dy, T* kernel, T* dx, T* buffer) where T : unmanaged;

    /// <summary>The vector width in bits that fits the number of columns.</summary>
    private static int Width<T>(int columns) where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated && columns > 2 * Vector256<T>.Count)
        {
            return 512;
        }

        return Vector256.IsHardwareAccelerated && columns > 2 * Vector128<T>.Count ? 256 : 128;
    }
}
