using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>Max pooling over one to three spatial axes. The gradient goes to the first of equal maxima.</summary>
    /// <param name="x">[batch, …, channels], or [batch, channels, …] for channels_first.</param>
    /// <param name="poolSize">The window size: one value for all axes, or one per axis.</param>
    /// <param name="strides">The strides; the window size by default.</param>
    /// <param name="padding">valid (the window stays inside), or same (it may extend beyond the edge; padding is ignored).</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument is unknown.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/ops/nn/"/>.</remarks>
    public static Tensor MaxPool(Tensor x, Shape poolSize, Shape? strides = null, string padding = "valid",
        string dataFormat = "channels_last") =>
        new MaxPoolOp(poolSize, new(strides, padding, dataFormat)).Apply(x);

    /// <summary>Average pooling over one to three spatial axes; padding is not counted.</summary>
    /// <inheritdoc cref="MaxPool(Tensor, Shape, Shape?, string, string)"/>
    public static Tensor AveragePool(Tensor x, Shape poolSize, Shape? strides = null, string padding = "valid",
        string dataFormat = "channels_last") =>
        new AveragePoolOp(poolSize, new(strides, padding, dataFormat)).Apply(x);

    internal static Tensor MaxPool(Tensor x, WindowGeometry window)
    {
        var (shape, output) = Pooled(x, window);
        return new MaxPoolingOp(shape, output).Apply(x);
    }

    internal static Tensor AveragePool(Tensor x, WindowGeometry window)
    {
        var (shape, output) = Pooled(x, window);
        return new AveragePoolingOp(shape, output).Apply(x);
    }

    private static (ConvolutionShape Shape, Shape Output) Pooled(Tensor x, WindowGeometry window)
    {
        var output = window.OutputShape(x.Shape, x.Shape[^1]);
        return output.All(extent => extent > 0) || x.Shape.Contains(0)
            ? (window.Over(x.Shape, x.Shape[^1], x.Shape[^1]), output)
            : throw new ArgumentException(
                $"A window of size {Shape.Create(window.Size)} does not fit into images of shape {x.Shape}. Make it smaller, or use "
                + "padding \"same\".");
    }
}

/// <summary>A reduction of each window of images, in either data format.</summary>
internal abstract record PoolFunction(Shape PoolSize, WindowArguments Window) : ComposedFunction
{
    public sealed override string Module => "nn";

    public sealed override OperationKind Kind => OperationKind.Other;

    public sealed override Config GetConfig() =>
        new() { { "pool_size", PoolSize.ToArray() }, { "strides", Window.Strides?.ToArray() }, { "padding", Window.Padding },
        { "data_format", Window.DataFormat } };

    protected sealed override Tensor Define(Tensor x)
    {
        var window = x.Rank is >= 3 and <= 5
            ? new WindowGeometry(Name, x.Rank - 2, PoolSize, Window.Strides ?? PoolSize, Window.Padding, sizeName: "poolSize")
            : throw new ArgumentException($"{Name} takes images with a batch axis, one to three spatial axes, and channels; received "
            + $"shape {x.Shape}.", nameof(x));
        return Ops.ChannelsLast(x, Window.DataFormat, images => Pool(Ops.Cast(images, Ops.FloatingType(images.DType)), window));
    }

    protected abstract Tensor Pool(Tensor images, WindowGeometry window);
}

internal sealed record MaxPoolOp(Shape PoolSize, WindowArguments Window) : PoolFunction(PoolSize, Window)
{
    protected override Tensor Pool(Tensor images, WindowGeometry window) => Ops.MaxPool(images, window);
}

internal sealed record AveragePoolOp(Shape PoolSize, WindowArguments Window) : PoolFunction(PoolSize, Window)
{
    protected override Tensor Pool(Tensor images, WindowGeometry window) => Ops.AveragePool(images, window);
}

/// <summary>The maximum of each window of channels-last images.</summary>
internal sealed record MaxPoolingOp(ConvolutionShape Geometry, Shape Result) : Operation
{
    public override string Formula => "the largest of each window";

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].With(Result);

    public override void Backpropagate(BackwardStep step) =>
        step.Give(0, new MaxPoolingScatterOp(Geometry, step[0].Shape).Apply(step.Dy, step.Saved<Tensor>()));

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        // The argmax is computed only if a gradient needs it.
        var chosen = GradientTape.Tracks(inputs[0]!) ? Tensor.Allocate(Geometry.ChosenType, Result) : null;
        if (Geometry.IsEmpty)
        {
            device.Fill(y.Storage, 0);
            return chosen;
        }

        device.MaxPool(Geometry, inputs[0]!.Storage, y.Storage, chosen?.Storage);
        return chosen;
    }
}

/// <summary>The gradient of max pooling: dy scattered to the argmax positions in the second input.</summary>
internal sealed record MaxPoolingScatterOp(ConvolutionShape Geometry, Shape Images) : Operation
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].With(Images);

    public override void Backpropagate(BackwardStep step) =>
        step.Give(0, new MaxPoolingGatherOp(Geometry, step[0].Shape).Apply(step.Dy, step[1]));

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        if (Geometry.IsEmpty)
        {
            device.Fill(y.Storage, 0);
            return null;
        }

        device.MaxPoolScatter(Geometry, inputs[0]!.Storage, inputs[1]!.Storage, y.Storage);
        return null;
    }
}

/// <summary>Gathers the elements at the argmax positions in the second input.</summary>
internal sealed record MaxPoolingGatherOp(ConvolutionShape Geometry, Shape Result) : Operation
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].With(Result);

    public override void Backpropagate(BackwardStep step) =>
        step.Give(0, new MaxPoolingScatterOp(Geometry, step[0].Shape).Apply(step.Dy, step[1]));

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        if (Geometry.IsEmpty)
        {
            device.Fill(y.Storage, 0);
            return null;
        }

        device.MaxPoolGather(Geometry, inputs[0]!.Storage, inputs[1]!.Storage, y.Storage);
        return null;
    }
}

/// <summary>The mean of each window of channels-last images.</summary>
internal sealed record AveragePoolingOp(ConvolutionShape Geometry, Shape Result) : UnaryOperation
{
    public override string Formula => "the mean of each window";

    protected override TensorSpec Infer(TensorSpec x) => x.With(Result);

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => new AveragePoolingScatterOp(Geometry, x.Shape).Apply(dy);

    protected override void Compute(IBackend device, Storage x, Storage y)
    {
        if (Geometry.IsEmpty)
        {
            device.Fill(y, 0);
            return;
        }

        device.AveragePool(Geometry, x, y);
    }
}

/// <summary>The gradient of average pooling: dy distributed evenly over the elements of each window.</summary>
internal sealed record AveragePoolingScatterOp(ConvolutionShape Geometry, Shape Images) : UnaryOperation
{
    protected override TensorSpec Infer(TensorSpec x) => x.With(Images);

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => new AveragePoolingOp(Geometry, x.Shape).Apply(dy);

    protected override void Compute(IBackend device, Storage x, Storage y)
    {
        if (Geometry.IsEmpty)
        {
            device.Fill(y, 0);
            return;
        }

        device.AveragePoolScatter(Geometry, x, y);
    }
}
