using Glassbox.Backends;

namespace Glassbox;

/// <remarks>Source of the shapes and paddings: <see href="https://keras.io/api/ops/nn/"/>.</remarks>
public static partial class Ops
{
    /// <summary>
    /// A convolution along one to three axes: each output is the sum of what lies under the kernel, element by element, over all channels of its group.
    /// </summary>
    /// <param name="x">[batch, …, channels], or [batch, channels, …] for channels_first.</param>
    /// <param name="kernel">[…, channels / groups, filters]; from the channels follows the number of groups.</param>
    /// <param name="strides">How far the kernel moves at a time: one number, or one for each axis.</param>
    /// <param name="padding">valid (the kernel stays inside), same (zeros around the image, as many outputs as inputs by stride), or causal (one axis; zeros in front).</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <param name="dilationRate">The distance between elements of the kernel: one number, or one for each axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument is unknown.</exception>
    public static Tensor Conv(Tensor x, Tensor kernel, Shape? strides = null, string padding = "valid", string dataFormat = "channels_last", Shape? dilationRate = null)
    {
        (x, kernel) = FloatingPair(x, kernel);
        CheckRanks("Conv", x, kernel);
        var window = new WindowGeometry("Conv", x.Rank - 2, Shape.Create(kernel.Shape.AsSpan()[..^2]), strides, padding, dilationRate);
        return ChannelsLast(x, dataFormat, images => Conv(images, kernel, null, false, window));
    }

    /// <summary>
    /// A transposed convolution: what the input gradient of a convolution does. Each input writes the kernel, times its value, into a larger image.
    /// </summary>
    /// <param name="x">[batch, …, channels], or [batch, channels, …] for channels_first.</param>
    /// <param name="kernel">[…, filters, channels].</param>
    /// <param name="strides">How far apart the inputs write: one number, or one for each axis.</param>
    /// <param name="padding">valid (all that is written), or same (as many outputs as inputs times stride).</param>
    /// <param name="outputPadding">How much is added to the output at its end: one number, or one for each axis; by default the output has the extents above.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <param name="dilationRate">The distance between elements of the kernel: one number, or one for each axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument is unknown.</exception>
    public static Tensor ConvTranspose(
        Tensor x, Tensor kernel, Shape? strides = null, string padding = "valid", Shape? outputPadding = null, string dataFormat = "channels_last", Shape? dilationRate = null)
    {
        (x, kernel) = FloatingPair(x, kernel);
        CheckRanks("ConvTranspose", x, kernel);
        var window = new WindowGeometry("ConvTranspose", x.Rank - 2, Shape.Create(kernel.Shape.AsSpan()[..^2]), strides, padding, dilationRate);
        return ChannelsLast(x, dataFormat, images => ConvTranspose(images, kernel, window, outputPadding));
    }

    /// <summary>A convolution of each channel by itself.</summary>
    /// <param name="x">[batch, …, channels], or [batch, channels, …] for channels_first.</param>
    /// <param name="kernel">[…, channels, multiplier]: each channel gives so many.</param>
    /// <param name="strides">How far the kernel moves at a time: one number, or one for each axis.</param>
    /// <param name="padding">valid or same.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <param name="dilationRate">The distance between elements of the kernel: one number, or one for each axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument is unknown.</exception>
    public static Tensor DepthwiseConv(Tensor x, Tensor kernel, Shape? strides = null, string padding = "valid", string dataFormat = "channels_last", Shape? dilationRate = null)
    {
        (x, kernel) = FloatingPair(x, kernel);
        CheckRanks("DepthwiseConv", x, kernel);
        var window = new WindowGeometry("DepthwiseConv", x.Rank - 2, Shape.Create(kernel.Shape.AsSpan()[..^2]), strides, padding, dilationRate);
        return ChannelsLast(x, dataFormat, images => DepthwiseConv(images, kernel, null, false, window));
    }

    /// <summary>A convolution of each channel by itself, followed by one of a single position over all of them.</summary>
    /// <param name="x">[batch, …, channels], or [batch, channels, …] for channels_first.</param>
    /// <param name="depthwiseKernel">[…, channels, multiplier].</param>
    /// <param name="pointwiseKernel">[1, …, channels · multiplier, filters].</param>
    /// <param name="strides">How far the kernel moves at a time: one number, or one for each axis.</param>
    /// <param name="padding">valid or same.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <param name="dilationRate">The distance between elements of the kernel: one number, or one for each axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument is unknown.</exception>
    public static Tensor SeparableConv(
        Tensor x, Tensor depthwiseKernel, Tensor pointwiseKernel, Shape? strides = null, string padding = "valid", string dataFormat = "channels_last", Shape? dilationRate = null) =>
        Conv(DepthwiseConv(x, depthwiseKernel, strides, padding, dataFormat, dilationRate), pointwiseKernel, dataFormat: dataFormat);

    /// <summary>A convolution of channels-last images with all that a layer does in one go: relu?(x * kernel + bias).</summary>
    internal static Tensor Conv(Tensor x, Tensor kernel, Tensor? bias, bool relu, WindowGeometry window)
    {
        var (channels, filters) = (x.Shape[^1], kernel.Shape[^1]);
        if (kernel.Shape[^2] == 0 || channels % kernel.Shape[^2] != 0 || filters % Math.Max(1, channels / kernel.Shape[^2]) != 0)
        {
            throw new ArgumentException(
                $"Conv: a kernel of shape {kernel.Shape} looks at {kernel.Shape[^2]} channels and has {filters} filters, which does not fit images of shape {x.Shape} with {channels} channels: " +
                "the channels must be the kernel's, or a multiple (groups) that divides the filters, too.");
        }

        return Conv(x, kernel, bias, relu, window.Over(x.Shape, filters, channels / kernel.Shape[^2]), window.OutputShape(x.Shape, filters));
    }

    /// <summary>The same with the channels apart: the kernel is […, channels, multiplier].</summary>
    internal static Tensor DepthwiseConv(Tensor x, Tensor kernel, Tensor? bias, bool relu, WindowGeometry window)
    {
        if (kernel.Shape[^2] != x.Shape[^1])
        {
            throw new ArgumentException($"DepthwiseConv: a kernel of shape {kernel.Shape} is for {kernel.Shape[^2]} channels; received images of shape {x.Shape}, with {x.Shape[^1]}.");
        }

        // In memory it is a convolution with as many groups as channels.
        return Conv(x, Reshape(kernel, [.. kernel.Shape.AsSpan()[..^2], 1, kernel.Shape[^2] * kernel.Shape[^1]]), bias, relu, window);
    }

    internal static Tensor ConvTranspose(Tensor x, Tensor kernel, WindowGeometry window, Shape? outputPadding)
    {
        if (kernel.Shape[^1] != x.Shape[^1])
        {
            throw new ArgumentException($"ConvTranspose: a kernel of shape {kernel.Shape} is for {kernel.Shape[^1]} channels; received images of shape {x.Shape}, with {x.Shape[^1]}.");
        }

        var output = TransposedShape(x.Shape, kernel.Shape[^2], window, outputPadding);
        return ConvInputGradient(x, kernel, window.TransposedOver(x.Shape, output), output);
    }

    /// <summary>The shape that a transposed convolution makes of channels-last images.</summary>
    internal static Shape TransposedShape(Shape x, int filters, WindowGeometry window, Shape? outputPadding)
    {
        var rank = window.Size.Length;
        if (outputPadding is not null && outputPadding.Rank != 1 && outputPadding.Rank != rank)
        {
            throw new ArgumentException($"ConvTranspose: outputPadding takes one whole number or {rank} of them; received {outputPadding}.", nameof(outputPadding));
        }

        return [x[0], .. Enumerable.Range(0, rank).Select(axis => window.TransposedOutput(axis, x[axis + 1], outputPadding?[outputPadding.Rank == 1 ? 0 : axis])), filters];
    }

    /// <summary>Calls a function of channels-last images on images of either format.</summary>
    internal static Tensor ChannelsLast(Tensor x, string dataFormat, Func<Tensor, Tensor> function) => DataFormats.IsChannelsFirst(dataFormat)
        ? Transpose(function(Transpose(x, DataFormats.ToLast(x.Rank))), DataFormats.ToFirst(x.Rank))
        : function(x);

    private static Tensor Conv(Tensor x, Tensor kernel, Tensor? bias, bool relu, ConvolutionShape shape, Shape output)
    {
        if (output.Any(extent => extent <= 0) && x.Size > 0)
        {
            throw new ArgumentException($"A window of extents {Shape.Create(kernel.Shape.AsSpan()[..^2])} does not fit into images of shape {x.Shape}. Make it smaller, or use padding \"same\".");
        }

        var y = Kernels.Convolve(x, kernel, bias, relu, shape, output);
        Func<Tensor, Tensor> inner = relu ? Masked(y) : dy => dy;
        (Tensor, Func<Tensor, Tensor>) input = (x, dy => ConvInputGradient(inner(dy), kernel, shape, x.Shape));
        (Tensor, Func<Tensor, Tensor>) weights = (kernel, dy => ConvKernelGradient(x, inner(dy), shape, kernel.Shape));
        return bias is null
            ? Record("conv", y, input, weights)
            : Record("conv", y, input, weights, (bias, dy => Sum(inner(dy), Axes.Create([.. Enumerable.Range(0, x.Rank - 1)]))));
    }

    private static Tensor ConvInputGradient(Tensor dy, Tensor kernel, ConvolutionShape shape, Shape input) => Record(
        "conv_input_gradient",
        Kernels.ConvolutionInputGradient(dy, kernel, shape, input),
        (dy, d => Conv(d, kernel, null, false, shape, dy.Shape)),
        (kernel, d => ConvKernelGradient(d, dy, shape, kernel.Shape)));

    private static Tensor ConvKernelGradient(Tensor x, Tensor dy, ConvolutionShape shape, Shape kernel) => Record(
        "conv_kernel_gradient",
        Kernels.ConvolutionKernelGradient(x, dy, shape, kernel),
        (x, d => ConvInputGradient(dy, d, shape, x.Shape)),
        (dy, d => Conv(x, d, null, false, shape, dy.Shape)));

    private static (Tensor A, Tensor B) FloatingPair(Tensor a, Tensor b)
    {
        (a, b) = Promote(a, b);
        return (Floating(a), Floating(b));
    }

    private static void CheckRanks(string name, Tensor x, Tensor kernel)
    {
        if (x.Rank is < 3 or > 5 || kernel.Rank != x.Rank)
        {
            throw new ArgumentException(
                $"{name} takes images with a batch axis, one to three axes of space, and channels, and a kernel of the same rank; received shapes {x.Shape} and {kernel.Shape}.");
        }
    }
}
