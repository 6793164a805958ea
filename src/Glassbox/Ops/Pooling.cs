using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>The largest element under a window that walks over one to three axes, channel by channel. The gradient goes to the first of equal ones.</summary>
    /// <param name="x">[batch, …, channels], or [batch, channels, …] for channels_first.</param>
    /// <param name="poolSize">The extents of the window: one number, or one for each axis.</param>
    /// <param name="strides">How far the window moves at a time; its own extents by default.</param>
    /// <param name="padding">valid (the window stays inside), or same (it may reach over the edge, where nothing counts).</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or an argument is unknown.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/ops/nn/"/>.</remarks>
    public static Tensor MaxPool(Tensor x, Shape poolSize, Shape? strides = null, string padding = "valid", string dataFormat = "channels_last") =>
        ChannelsLast(x, dataFormat, images => MaxPool(Floating(images), Pool("MaxPool", x, poolSize, strides, padding)));

    /// <summary>The mean of what is under a window that walks over one to three axes, channel by channel.</summary>
    /// <inheritdoc cref="MaxPool(Tensor, Shape, Shape?, string, string)"/>
    public static Tensor AveragePool(Tensor x, Shape poolSize, Shape? strides = null, string padding = "valid", string dataFormat = "channels_last") =>
        ChannelsLast(x, dataFormat, images => AveragePool(Floating(images), Pool("AveragePool", x, poolSize, strides, padding)));

    internal static Tensor MaxPool(Tensor x, WindowGeometry window)
    {
        var (shape, output) = Pooled(x, window);
        // Only a gradient asks where the largest was.
        var (y, chosen) = Kernels.MaxPool(x, shape, output, notes: GradientTape.IsRecording);
        return Record("max_pool", y, (x, dy => MaxPoolScatter(dy, chosen!, shape, x.Shape)));
    }

    internal static Tensor AveragePool(Tensor x, WindowGeometry window)
    {
        var (shape, output) = Pooled(x, window);
        return AveragePool(x, shape, output);
    }

    private static Tensor AveragePool(Tensor x, ConvolutionShape shape, Shape output) =>
        Record("average_pool", Kernels.AveragePool(x, shape, output), (x, dy => AveragePoolScatter(dy, shape, x.Shape)));

    private static Tensor AveragePoolScatter(Tensor dy, ConvolutionShape shape, Shape input) =>
        Record("average_pool_gradient", Kernels.AveragePoolScatter(dy, shape, input), (dy, d => AveragePool(d, shape, dy.Shape)));

    private static Tensor MaxPoolScatter(Tensor dy, Tensor chosen, ConvolutionShape shape, Shape input) =>
        Record("max_pool_gradient", Kernels.MaxPoolScatter(dy, chosen, shape, input), (dy, d => MaxPoolGather(d, chosen, shape, dy.Shape)));

    private static Tensor MaxPoolGather(Tensor x, Tensor chosen, ConvolutionShape shape, Shape output) =>
        Record("max_pool_gather", Kernels.MaxPoolGather(x, chosen, shape, output), (x, d => MaxPoolScatter(d, chosen, shape, x.Shape)));

    private static WindowGeometry Pool(string name, Tensor x, Shape poolSize, Shape? strides, string padding) => x.Rank is >= 3 and <= 5
        ? new WindowGeometry(name, x.Rank - 2, poolSize, strides ?? poolSize, padding, sizeName: "poolSize")
        : throw new ArgumentException($"{name} takes images with a batch axis, one to three axes of space, and channels; received shape {x.Shape}.", nameof(x));

    private static (ConvolutionShape Shape, Shape Output) Pooled(Tensor x, WindowGeometry window)
    {
        var output = window.OutputShape(x.Shape, x.Shape[^1]);
        return output.All(extent => extent > 0) || x.Size == 0
            ? (window.Over(x.Shape, x.Shape[^1], x.Shape[^1]), output)
            : throw new ArgumentException($"A window of extents {Shape.Create(window.Size)} does not fit into images of shape {x.Shape}. Make it smaller, or use padding \"same\".");
    }
}
