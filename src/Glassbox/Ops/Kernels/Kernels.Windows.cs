using Glassbox.Backends;

namespace Glassbox;

/// <remarks>Convolution, pooling and sampling, over channels-last images.</remarks>
internal static partial class Kernels
{
    /// <summary>A convolution with bias and relu on request.</summary>
    public static Tensor Convolve(Tensor x, Tensor kernel, Tensor? bias, bool relu, ConvolutionShape shape, Shape output)
    {
        var y = New(x.DType, output, shape);
        if (!shape.IsEmpty)
        {
            Backend.Convolve(shape, x.Storage, Reaching(kernel, shape).Storage, bias?.Storage, relu, y.Storage);
        }

        return y;
    }

    /// <summary>The gradient of a convolution with respect to its images, whose shape is given.</summary>
    public static Tensor ConvolutionInputGradient(Tensor dy, Tensor kernel, ConvolutionShape shape, Shape input)
    {
        var dx = New(dy.DType, input, shape);
        if (!shape.IsEmpty)
        {
            Backend.ConvolutionInputGradient(shape, dy.Storage, Reaching(kernel, shape).Storage, dx.Storage);
        }

        return dx;
    }

    /// <summary>The gradient of a convolution with respect to its kernel, whose shape is given.</summary>
    public static Tensor ConvolutionKernelGradient(Tensor x, Tensor dy, ConvolutionShape shape, Shape kernel)
    {
        if (shape.IsEmpty || shape.KernelPart is not { } part)
        {
            var dkernel = New(dy.DType, kernel, shape);
            if (!shape.IsEmpty)
            {
                Backend.ConvolutionKernelGradient(shape, x.Storage, dy.Storage, dkernel.Storage);
            }

            return dkernel;
        }

        // What never meets the images has no gradient.
        var reaching = Tensor.Allocate(dy.DType, [.. part.Extents]);
        Backend.ConvolutionKernelGradient(shape, x.Storage, dy.Storage, reaching.Storage);
        return WriteIntoZeros(reaching, part, kernel);
    }

    /// <summary>The largest under a window, and on request which of its elements it was.</summary>
    public static (Tensor Y, Tensor? Chosen) MaxPool(Tensor x, ConvolutionShape shape, Shape output, bool notes)
    {
        var y = New(x.DType, output, shape);
        var chosen = notes ? Tensor.Allocate(shape.ChosenType, output) : null;
        if (!shape.IsEmpty)
        {
            Backend.MaxPool(shape, x.Storage, y.Storage, chosen?.Storage);
        }

        return (y, chosen);
    }

    public static Tensor MaxPoolScatter(Tensor dy, Tensor chosen, ConvolutionShape shape, Shape input)
    {
        var dx = New(dy.DType, input, shape);
        if (!shape.IsEmpty)
        {
            Backend.MaxPoolScatter(shape, dy.Storage, chosen.Storage, dx.Storage);
        }

        return dx;
    }

    public static Tensor MaxPoolGather(Tensor x, Tensor chosen, ConvolutionShape shape, Shape output)
    {
        var y = New(x.DType, output, shape);
        if (!shape.IsEmpty)
        {
            Backend.MaxPoolGather(shape, x.Storage, chosen.Storage, y.Storage);
        }

        return y;
    }

    public static Tensor AveragePool(Tensor x, ConvolutionShape shape, Shape output)
    {
        var y = New(x.DType, output, shape);
        if (!shape.IsEmpty)
        {
            Backend.AveragePool(shape, x.Storage, y.Storage);
        }

        return y;
    }

    public static Tensor AveragePoolScatter(Tensor dy, ConvolutionShape shape, Shape input)
    {
        var dx = New(dy.DType, input, shape);
        if (!shape.IsEmpty)
        {
            Backend.AveragePoolScatter(shape, dy.Storage, dx.Storage);
        }

        return dx;
    }

    /// <summary>Images looked at through a matrix each.</summary>
    public static Tensor AffineTransform(Tensor x, Tensor matrices, ImageSampling sampling)
    {
        var y = Tensor.Allocate(x.DType, x.Shape);
        Backend.AffineTransform(sampling, x.Storage, matrices.Storage, y.Storage);
        return y;
    }

    public static Tensor AffineTransformScatter(Tensor dy, Tensor matrices, ImageSampling sampling)
    {
        var dx = Tensor.Allocate(dy.DType, dy.Shape);
        Backend.AffineTransformScatter(sampling, dy.Storage, matrices.Storage, dx.Storage);
        return dx;
    }

    /// <summary>Memory for what a window makes: zeros, where there is nothing to compute.</summary>
    private static Tensor New(DType dtype, Shape result, ConvolutionShape shape) =>
        shape.IsEmpty ? Tensor.Zeros(result, dtype) : Tensor.Allocate(dtype, result);

    /// <summary>The elements of a kernel that meet the images at some position of the window.</summary>
    private static Tensor Reaching(Tensor kernel, ConvolutionShape shape) =>
        shape.KernelPart is { } part ? Read(kernel, part, [.. part.Extents]) : kernel;
}
