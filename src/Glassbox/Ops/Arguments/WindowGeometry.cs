using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// The geometry of a sliding window over one to three spatial axes: size, strides, dilation and padding. Validates the arguments and
/// computes output sizes as Keras and TensorFlow do, in 64-bit arithmetic, also for windows that reach far beyond the images.
/// </summary>
internal sealed class WindowGeometry
{
    private static readonly string[] Paddings = ["valid", "same", "causal"];

    /// <summary>A window from Keras's arguments: one value for all axes, or one per axis.</summary>
    /// <param name="owner">The layer or operation, for messages.</param>
    /// <param name="rank">The number of spatial axes.</param>
    /// <param name="size">The size of the window.</param>
    /// <param name="strides">The strides; 1 by default.</param>
    /// <param name="padding">valid, same, or (along one axis) causal.</param>
    /// <param name="dilation">The dilation; 1 by default.</param>
    /// <param name="sizeName">The name of the size argument, for messages.</param>
    /// <exception cref="ArgumentException">An argument has the wrong number of axes or is below 1, or the padding is unknown.</exception>
    public WindowGeometry(string owner, int rank, Shape size, Shape? strides, string padding, Shape? dilation = null,
        string sizeName = "kernelSize")
    {
        Size = PerAxis(owner, rank, size, sizeName);
        Strides = PerAxis(owner, rank, strides ?? 1, "strides");
        Dilation = PerAxis(owner, rank, dilation ?? 1, "dilationRate");
        Padding = Paddings.Contains(padding) && (padding != "causal" || rank == 1)
            ? padding
            : throw new ArgumentException($"{owner}: {Identifiers.Unknown("padding", padding, rank == 1 ? Paddings : Paddings[..2])}"
                + $"{(padding == "causal" ? " Causal padding is supported for one axis only." : "")}", nameof(padding));
        Owner = () => owner;
    }

    /// <summary>The size of the window.</summary>
    public int[] Size { get; }

    /// <summary>The strides.</summary>
    public int[] Strides { get; }

    /// <summary>The dilation.</summary>
    public int[] Dilation { get; }

    /// <summary>valid, same or causal.</summary>
    public string Padding { get; }

    /// <summary>The owner for messages about images: a layer with its name, or an operation.</summary>
    public Func<string> Owner { get; init; }

    /// <summary>The output size along an axis; 0 if the window does not fit.</summary>
    public int Output(int axis, int input) => input == Shape.Unknown ? Shape.Unknown : Padding == "valid"
        ? input < Reach(axis) ? 0 : (int)((input - Reach(axis)) / Strides[axis]) + 1
        : (int)(((long)input + Strides[axis] - 1) / Strides[axis]);

    /// <summary>The output size of a transposed convolution along an axis.</summary>
    /// <exception cref="ArgumentException">It is negative, or exceeds what a tensor can hold.</exception>
    public int TransposedOutput(int axis, int input, int? outputPadding)
    {
        if (input == Shape.Unknown)
        {
            return input;
        }

        if (outputPadding < 0 || outputPadding >= Strides[axis])
        {
            throw new ArgumentException(
                $"{Owner()}: outputPadding must be 0 or more and smaller than the strides {Shape.Create(Strides)}; " +
                $"received {outputPadding} for spatial axis {axis}.", nameof(outputPadding));
        }

        var output = outputPadding is { } more
            ? ((input - 1L) * Strides[axis]) + Reach(axis) - (Padding == "same" ? Reach(axis) / 2 * 2 : 0) + more
            : ((long)input * Strides[axis]) + (Padding == "same" ? 0 : Math.Max(Reach(axis) - Strides[axis], 0));
        return ExtentMath.Fits(output) ? (int)output : throw ExtentMath.Unfit(
            output, Owner(),
            $"the size that a window of size {Shape.Create(Size)} with strides {Shape.Create(Strides)}, " +
            $"dilationRate {Shape.Create(Dilation)} and padding \"{Padding}\" makes of size {input} along spatial axis {axis}",
            "Make the window, its strides or its dilationRate smaller.");
    }

    /// <summary>The output shape for channels-last images [batch, …, channels].</summary>
    public Shape OutputShape(Shape x, int channels) =>
        [x[0], .. Enumerable.Range(0, Size.Length).Select(axis => Output(axis, x[axis + 1])), channels];

    /// <summary>The convolution over images of a shape.</summary>
    /// <exception cref="ArgumentException">A size exceeds the 32-bit range of the kernels.</exception>
    public ConvolutionShape Over(Shape x, int filters, int groups) => ConvolutionShape.Create(
        Owner, x[0], x[^1], filters, groups,
        [.. Size.Select((size, axis) =>
        {
            var input = x[axis + 1];
            return new WindowAxis(input, size, Strides[axis], Dilation[axis], Before(axis, input), Output(axis, input));
        })]);

    /// <summary>The convolution whose input gradient is the given transposed convolution.</summary>
    /// <exception cref="ArgumentException">A size exceeds the 32-bit range of the kernels.</exception>
    public ConvolutionShape TransposedOver(Shape x, Shape output) => ConvolutionShape.Create(
        Owner, x[0], output[^1], x[^1], 1,
        [.. Size.Select((size, axis) =>
        {
            var (read, written) = (x[axis + 1], output[axis + 1]);
            return new WindowAxis(written, size, Strides[axis], Dilation[axis], TransposedBefore(axis, read, written), read);
        })]);

    /// <summary>
    /// The element indices along an axis under each position of the window, [positions, window size]; out-of-range elements map to the
    /// index after the last.
    /// </summary>
    public Tensor Elements(int axis, int input)
    {
        Shape shape = [Output(axis, input), Size[axis]];
        var before = Before(axis, input);
        var values = new long[shape.Size];
        for (var i = 0; i < values.Length; i++)
        {
            var element = ((long)(i / Size[axis]) * Strides[axis]) + ((long)(i % Size[axis]) * Dilation[axis]) - before;
            values[i] = element >= 0 && element < input ? element : input;
        }

        return Tensor.FromSpan<long>(values, shape);
    }

    /// <summary>Expands a value to one per axis.</summary>
    /// <exception cref="ArgumentException">The number of values is wrong, or one is below 1.</exception>
    public static int[] PerAxis(string owner, int rank, Shape value, string argument)
    {
        int[] each = value.Rank == 1 && rank > 1 ? [.. Enumerable.Repeat(value[0], rank)] : value.ToArray();
        return each.Length == rank && Array.TrueForAll(each, extent => extent >= 1)
            ? each
            : throw new ArgumentException($"{owner}: {argument} must be an integer of 1 or more, or {rank} of them; received {value}.",
            argument);
    }

    /// <summary>The padding before an axis.</summary>
    private long Before(int axis, int input) => Padding switch
    {
        "valid" => 0,
        "causal" => Reach(axis) - 1,
        _ => Math.Max(0, ((Output(axis, input) - 1L) * Strides[axis]) + Reach(axis) - input) / 2,
    };

    /// <summary>How much of a transposed convolution's output is cropped before an axis.</summary>
    private long TransposedBefore(int axis, int input, int output) =>
        Padding == "same" ? Math.Max(0, ((input - 1L) * Strides[axis]) + Reach(axis) - output) / 2 : 0;

    /// <summary>The dilated size of the window along an axis.</summary>
    private long Reach(int axis) => WindowAxis.Reach(Size[axis], Dilation[axis]);
}
