using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

/// <remarks>Source of the shapes and paddings: <see href="https://keras.io/api/ops/nn/"/>.</remarks>
public static partial class Ops
{
    /// <summary>
    /// Convolution over one to three spatial axes: each output is the sum of the window's elements times the kernel, over all channels of
    /// the group.
    /// </summary>
    /// <param name="x">[batch, …, channels], or [batch, channels, …] for channels_first.</param>
    /// <param name="kernel">[…, channels / groups, filters]; the number of groups follows from the channels.</param>
    /// <param name="strides">Stride of the kernel: one value for all axes, or one per axis.</param>
    /// <param name="padding">valid (no padding), same (zero padding, ⌈input / stride⌉ outputs), or causal (one axis; zeros before
    /// it).</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <param name="dilationRate">Dilation of the kernel: one value for all axes, or one per axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument is unknown.</exception>
    public static Tensor Conv(
        Tensor x, Tensor kernel, Shape? strides = null, string padding = "valid", string dataFormat = "channels_last",
        Shape? dilationRate = null) =>
        new ConvOp(new(strides, padding, dataFormat, dilationRate)).Apply(x, kernel);

    /// <summary>
    /// Transposed convolution: the input gradient of a convolution. Each input adds the kernel times its value to a larger image.
    /// </summary>
    /// <param name="x">[batch, …, channels], or [batch, channels, …] for channels_first.</param>
    /// <param name="kernel">[…, filters, channels].</param>
    /// <param name="strides">Upsampling stride: one value for all axes, or one per axis.</param>
    /// <param name="padding">valid (the full output), or same (input · stride outputs).</param>
    /// <param name="outputPadding">Additional size at the end of each axis: one value for all axes, or one per axis. By default the size
    /// follows from the padding.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <param name="dilationRate">Dilation of the kernel: one value for all axes, or one per axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument is unknown.</exception>
    public static Tensor ConvTranspose(
        Tensor x, Tensor kernel, Shape? strides = null, string padding = "valid", Shape? outputPadding = null,
        string dataFormat = "channels_last", Shape? dilationRate = null) =>
        new ConvTransposeOp(new(strides, padding, dataFormat, dilationRate), outputPadding).Apply(x, kernel);

    /// <summary>Depthwise convolution: each channel is convolved separately.</summary>
    /// <param name="x">[batch, …, channels], or [batch, channels, …] for channels_first.</param>
    /// <param name="kernel">[…, channels, multiplier], with multiplier output channels per input channel.</param>
    /// <param name="strides">Stride of the kernel: one value for all axes, or one per axis.</param>
    /// <param name="padding">valid or same.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <param name="dilationRate">Dilation of the kernel: one value for all axes, or one per axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument is unknown.</exception>
    public static Tensor DepthwiseConv(
        Tensor x, Tensor kernel, Shape? strides = null, string padding = "valid", string dataFormat = "channels_last",
        Shape? dilationRate = null) =>
        new DepthwiseConvOp(new(strides, padding, dataFormat, dilationRate)).Apply(x, kernel);

    /// <summary>Separable convolution: a depthwise convolution followed by a pointwise convolution.</summary>
    /// <param name="x">[batch, …, channels], or [batch, channels, …] for channels_first.</param>
    /// <param name="depthwiseKernel">[…, channels, multiplier].</param>
    /// <param name="pointwiseKernel">[1, …, channels · multiplier, filters].</param>
    /// <param name="strides">Stride of the kernel: one value for all axes, or one per axis.</param>
    /// <param name="padding">valid or same.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <param name="dilationRate">Dilation of the kernel: one value for all axes, or one per axis.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument is unknown.</exception>
    public static Tensor SeparableConv(
        Tensor x, Tensor depthwiseKernel, Tensor pointwiseKernel, Shape? strides = null, string padding = "valid",
        string dataFormat = "channels_last", Shape? dilationRate = null) =>
        new SeparableConvOp(new(strides, padding, dataFormat, dilationRate)).Apply(x, depthwiseKernel, pointwiseKernel);

    /// <summary>relu?(x ∗ kernel + bias) of channels-last images, fused.</summary>
    internal static Tensor Conv(Tensor x, Tensor kernel, Tensor? bias, bool relu, WindowGeometry window)
    {
        var (channels, filters) = (x.Shape[^1], kernel.Shape[^1]);
        if (kernel.Shape[^2] == 0 || channels % kernel.Shape[^2] != 0 || filters % Math.Max(1, channels / kernel.Shape[^2]) != 0)
        {
            throw new ArgumentException(
                $"Conv: a kernel of shape {kernel.Shape} has {kernel.Shape[^2]} input channels and {filters} filters, which does not "
                + $"fit images of shape {x.Shape} with {channels} channels: " +
                "the channels must be the kernel's, or a multiple (groups) that divides the filters, too.");
        }

        return Conv(x, kernel, bias, relu, window.Over(x.Shape, filters, channels / kernel.Shape[^2]),
            window.OutputShape(x.Shape, filters));
    }

    /// <summary>Depthwise convolution of channels-last images, fused: the kernel is […, channels, multiplier].</summary>
    internal static Tensor DepthwiseConv(Tensor x, Tensor kernel, Tensor? bias, bool relu, WindowGeometry window)
    {
        if (kernel.Shape[^2] != x.Shape[^1])
        {
            throw new ArgumentException($"DepthwiseConv: a kernel of shape {kernel.Shape} is for {kernel.Shape[^2]} channels; received "
                + $"images of shape {x.Shape}, with {x.Shape[^1]}.");
        }

        // The memory layout equals that of a grouped convolution with one group per channel.
        return Conv(x, Reshape(kernel, [.. kernel.Shape.AsSpan()[..^2], 1, kernel.Shape[^2] * kernel.Shape[^1]]), bias, relu, window);
    }

    internal static Tensor ConvTranspose(Tensor x, Tensor kernel, WindowGeometry window, Shape? outputPadding)
    {
        if (kernel.Shape[^1] != x.Shape[^1])
        {
            throw new ArgumentException($"ConvTranspose: a kernel of shape {kernel.Shape} is for {kernel.Shape[^1]} channels; received "
                + $"images of shape {x.Shape}, with {x.Shape[^1]}.");
        }

        var output = TransposedShape(x.Shape, kernel.Shape[^2], window, outputPadding);
        return ConvInputGradient(x, kernel, window.TransposedOver(x.Shape, output), output);
    }

    /// <summary>The output shape of a transposed convolution over channels-last images.</summary>
    internal static Shape TransposedShape(Shape x, int filters, WindowGeometry window, Shape? outputPadding)
    {
        var rank = window.Size.Length;
        if (outputPadding is not null && outputPadding.Rank != 1 && outputPadding.Rank != rank)
        {
            throw new ArgumentException($"ConvTranspose: outputPadding must be an integer or {rank} of them; received {outputPadding}.",
                nameof(outputPadding));
        }

        return [x[0], .. Enumerable.Range(0, rank)
            .Select(axis => window.TransposedOutput(axis, x[axis + 1], outputPadding?[outputPadding.Rank == 1 ? 0 : axis])), filters];
    }

    /// <summary>Applies a function of channels-last images to images of either data format.</summary>
    internal static Tensor ChannelsLast(Tensor x, string dataFormat, Func<Tensor, Tensor> function) =>
        DataFormats.IsChannelsFirst(dataFormat)
        ? Transpose(function(Transpose(x, DataFormats.ToLast(x.Rank))), DataFormats.ToFirst(x.Rank))
        : function(x);

    private static Tensor Conv(Tensor x, Tensor kernel, Tensor? bias, bool relu, ConvolutionShape shape, Shape output)
    {
        if (output.Any(extent => extent <= 0) && !x.Shape.Contains(0))
        {
            throw new ArgumentException(
                $"A window of size {Shape.Create(kernel.Shape.AsSpan()[..^2])} does not fit into images of shape {x.Shape}. Make it "
                + "smaller, or use padding \"same\".");
        }

        return new ConvolutionOp(shape, output, relu).Apply(x, kernel, bias);
    }

    private static Tensor ConvInputGradient(Tensor dy, Tensor kernel, ConvolutionShape shape, Shape input) =>
        new ConvolutionInputGradientOp(shape, input).Apply(dy, kernel);
}

/// <summary>The window arguments of Keras's functions.</summary>
internal sealed record WindowArguments(Shape? Strides, string Padding, string DataFormat, Shape? DilationRate = null)
{
    public Config GetConfig() => new()
    {
        { "strides", Strides?.ToArray() }, { "padding", Padding }, { "data_format", DataFormat },
            { "dilation_rate", DilationRate?.ToArray() },
    };

    public static WindowArguments FromConfig(Config config) => new(
        config.GetInt32sOrNull("strides") is { } strides ? [.. strides] : null, config.GetString("padding", "valid"),
        DataFormats.Checked(config.GetStringOrNull("data_format")),
        config.GetInt32sOrNull("dilation_rate") is { } dilation ? [.. dilation] : null);

    /// <summary>The window of a kernel […, channels, filters] over images with batch and channels axes.</summary>
    public WindowGeometry Over(string owner, Tensor x, Tensor kernel) => x.Rank is >= 3 and <= 5 && kernel.Rank == x.Rank
        ? new(owner, x.Rank - 2, Shape.Create(kernel.Shape.AsSpan()[..^2]), Strides, Padding, DilationRate)
        : throw new ArgumentException(
            $"{owner} takes images with a batch axis, one to three spatial axes, and channels, and a kernel of the same rank; " +
            $"received shapes {x.Shape} and {kernel.Shape}.");
}

/// <summary>A function of images and kernels in one floating type, in either data format.</summary>
internal abstract record ImageFunction(WindowArguments Window) : ComposedOperation
{
    public sealed override string Module => "nn";

    public override Config GetConfig() => Window.GetConfig();

    public sealed override Tensor Define(ReadOnlySpan<Tensor?> inputs)
    {
        var type = DType.Bool;
        foreach (var input in inputs)
        {
            type = DType.Promote(type, input!.DType);
        }

        var operands = new Tensor[inputs.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            operands[i] = Ops.Cast(inputs[i]!, Ops.FloatingType(type));
        }

        return Define(operands);
    }

    protected abstract Tensor Define(Tensor[] operands);
}

internal sealed record ConvOp(WindowArguments Window) : ImageFunction(Window)
{
    protected override Tensor Define(Tensor[] operands)
    {
        var window = Window.Over("Conv", operands[0], operands[1]);
        return Ops.ChannelsLast(operands[0], Window.DataFormat, images => Ops.Conv(images, operands[1], null, false, window));
    }
}

internal sealed record ConvTransposeOp(WindowArguments Window, Shape? OutputPadding) : ImageFunction(Window)
{
    public override Config GetConfig() => new(base.GetConfig()) { { "output_padding", OutputPadding?.ToArray() } };

    protected override Tensor Define(Tensor[] operands)
    {
        var window = Window.Over("ConvTranspose", operands[0], operands[1]);
        return Ops.ChannelsLast(operands[0], Window.DataFormat, images => Ops.ConvTranspose(images, operands[1], window, OutputPadding));
    }
}

internal sealed record DepthwiseConvOp(WindowArguments Window) : ImageFunction(Window)
{
    protected override Tensor Define(Tensor[] operands)
    {
        var window = Window.Over("DepthwiseConv", operands[0], operands[1]);
        return Ops.ChannelsLast(operands[0], Window.DataFormat, images => Ops.DepthwiseConv(images, operands[1], null, false, window));
    }
}

internal sealed record SeparableConvOp(WindowArguments Window) : ImageFunction(Window)
{
    protected override Tensor Define(Tensor[] operands) => Ops.Conv(
        Ops.DepthwiseConv(operands[0], operands[1], Window.Strides, Window.Padding, Window.DataFormat, Window.DilationRate),
        operands[2], dataFormat: Window.DataFormat);
}

/// <summary>relu?(x ∗ kernel + bias) of channels-last images.</summary>
internal sealed record ConvolutionOp(ConvolutionShape Geometry, Shape Result, bool Relu) : Operation
{
    public override OperationKind Kind => Relu ? OperationKind.Other : OperationKind.WeightedSum;

    public override string Formula => "x ∗ kernel + bias";

    public override bool IsFused => Relu;

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].With(Result);

    public override Tensor Define(ReadOnlySpan<Tensor?> inputs) => Ops.Relu(new ConvolutionOp(Geometry, Result, Relu: false).Apply(inputs));

    public override void Backpropagate(BackwardStep step)
    {
        var dy = Relu ? Ops.WherePositive(step.Dy, step.Output) : step.Dy;
        if (step.Wants(0))
        {
            step.Give(0, new ConvolutionInputGradientOp(Geometry, step[0].Shape).Apply(dy, step[1]));
        }

        if (step.Wants(1))
        {
            step.Give(1, new ConvolutionKernelGradientOp(Geometry, step[1].Shape).Apply(step[0], dy));
        }

        if (step.Optional(2) is not null && step.Wants(2))
        {
            step.Give(2, Ops.Sum(dy, Axes.Create([.. Enumerable.Range(0, dy.Rank - 1)])));
        }
    }

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        if (Geometry.IsEmpty)
        {
            device.Fill(y.Storage, 0);
            return null;
        }

        device.Convolve(Geometry, inputs[0]!.Storage, Geometry.Reaching(device, inputs[1]!.Storage), inputs[2]?.Storage, Relu, y.Storage);
        return null;
    }
}

/// <summary>The input gradient of a convolution, which is also the transposed convolution of dy.</summary>
internal sealed record ConvolutionInputGradientOp(ConvolutionShape Geometry, Shape Images) : Operation
{
    public override OperationKind Kind => OperationKind.WeightedSum;

    public override string Formula => "x ∗ kernel + bias";

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].With(Images);

    public override void Backpropagate(BackwardStep step)
    {
        var (d, dy, kernel) = (step.Dy, step[0], step[1]);
        if (step.Wants(0))
        {
            step.Give(0, new ConvolutionOp(Geometry, dy.Shape, Relu: false).Apply(d, kernel, null));
        }

        if (step.Wants(1))
        {
            step.Give(1, new ConvolutionKernelGradientOp(Geometry, kernel.Shape).Apply(d, dy));
        }
    }

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        if (Geometry.IsEmpty)
        {
            device.Fill(y.Storage, 0);
            return null;
        }

        device.ConvolutionInputGradient(Geometry, inputs[0]!.Storage, Geometry.Reaching(device, inputs[1]!.Storage), y.Storage);
        return null;
    }
}

/// <summary>The kernel gradient of a convolution, from its input and the gradient of its result.</summary>
internal sealed record ConvolutionKernelGradientOp(ConvolutionShape Geometry, Shape Kernel) : Operation
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].With(Kernel);

    public override void Backpropagate(BackwardStep step)
    {
        var (d, x, dy) = (step.Dy, step[0], step[1]);
        if (step.Wants(0))
        {
            step.Give(0, new ConvolutionInputGradientOp(Geometry, x.Shape).Apply(dy, d));
        }

        if (step.Wants(1))
        {
            step.Give(1, new ConvolutionOp(Geometry, dy.Shape, Relu: false).Apply(x, d, null));
        }
    }

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        if (Geometry.IsEmpty || Geometry.KernelPart is not null)
        {
            // Taps that only see padding have zero gradient.
            device.Fill(y.Storage, 0);
        }

        if (!Geometry.IsEmpty)
        {
            var part = Geometry.KernelPart;
            var reaching = part is null ? y.Storage : device.Allocate(y.DType, part.Size);
            device.ConvolutionKernelGradient(Geometry, inputs[0]!.Storage, inputs[1]!.Storage, reaching);
            if (part is not null)
            {
                device.Write(reaching, y.Storage, part);
            }
        }

        return null;
    }
}
