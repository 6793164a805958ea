using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// How a window walks over one to three axes of an image: its extents, its steps, the distance between its elements, and what to do at the
/// edges. Checks the arguments and works out extents as Keras and TensorFlow do, in 64-bit numbers, for windows that reach far beyond the
/// images, too.
/// </summary>
internal sealed class WindowGeometry
{
    private static readonly string[] Paddings = ["valid", "same", "causal"];

    /// <summary>A window from arguments as Keras takes them: one number for all axes, or one for each.</summary>
    /// <param name="owner">Who asks, for the messages: a layer or an operation.</param>
    /// <param name="rank">How many axes the window walks over.</param>
    /// <param name="size">The window's extents.</param>
    /// <param name="strides">Its steps; 1 by default.</param>
    /// <param name="padding">valid, same, or (along one axis) causal.</param>
    /// <param name="dilation">The distance between its elements; 1 by default.</param>
    /// <param name="sizeName">What the extents are called, for the messages.</param>
    /// <exception cref="ArgumentException">An argument has another number of axes, or is below 1, or the padding is unknown.</exception>
    public WindowGeometry(string owner, int rank, Shape size, Shape? strides, string padding, Shape? dilation = null,
        string sizeName = "kernelSize")
    {
        Size = PerAxis(owner, rank, size, sizeName);
        Strides = PerAxis(owner, rank, strides ?? 1, "strides");
        Dilation = PerAxis(owner, rank, dilation ?? 1, "dilationRate");
        Padding = Paddings.Contains(padding) && (padding != "causal" || rank == 1)
            ? padding
            : throw new ArgumentException($"{owner}: {Identifiers.Unknown("padding", padding, rank == 1 ? Paddings : Paddings[..2])}"
                + $"{(padding == "causal" ? " Causal padding is for one axis, that of time." : "")}", nameof(padding));
        Owner = () => owner;
    }

    /// <summary>The window's extents.</summary>
    public int[] Size { get; }

    /// <summary>The steps.</summary>
    public int[] Strides { get; }

    /// <summary>The distance between elements of the window.</summary>
    public int[] Dilation { get; }

    /// <summary>valid, same or causal.</summary>
    public string Padding { get; }

    /// <summary>Whose it is, for messages about images: a layer with its name, or an operation.</summary>
    public Func<string> Owner { get; init; }

    /// <summary>How many positions the window has along an axis; 0 if it does not fit.</summary>
    public int Output(int axis, int input) => input == Shape.Unknown ? Shape.Unknown : Padding == "valid"
        ? input < Reach(axis) ? 0 : (int)((input - Reach(axis)) / Strides[axis]) + 1
        : (int)(((long)input + Strides[axis] - 1) / Strides[axis]);

    /// <summary>The extent of what a transposed window writes along an axis.</summary>
    /// <exception cref="ArgumentException">It is negative, or more than a tensor can hold.</exception>
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
                $"received {outputPadding} for axis {axis} of space.", nameof(outputPadding));
        }

        var output = outputPadding is { } more
            ? ((input - 1L) * Strides[axis]) + Reach(axis) - (Padding == "same" ? Reach(axis) / 2 * 2 : 0) + more
            : ((long)input * Strides[axis]) + (Padding == "same" ? 0 : Math.Max(Reach(axis) - Strides[axis], 0));
        return ExtentMath.Fits(output) ? (int)output : throw ExtentMath.Unfit(
            output, Owner(),
            $"the extent that a window of extents {Shape.Create(Size)} with strides {Shape.Create(Strides)}, " +
            $"dilationRate {Shape.Create(Dilation)} and padding \"{Padding}\" makes of extent {input} along axis {axis} of space",
            "Make the window, its strides or its dilationRate smaller.");
    }

    /// <summary>The shape that a window makes of channels-last images [batch, …, channels].</summary>
    public Shape OutputShape(Shape x, int channels) =>
        [x[0], .. Enumerable.Range(0, Size.Length).Select(axis => Output(axis, x[axis + 1])), channels];

    /// <summary>A convolution over images of a shape.</summary>
    /// <exception cref="ArgumentException">A number is more than kernels can count.</exception>
    public ConvolutionShape Over(Shape x, int filters, int groups) => ConvolutionShape.Create(
        Owner, x[0], x[^1], filters, groups,
        [.. Size.Select((size, axis) =>
        {
            var input = x[axis + 1];
            return new WindowAxis(input, size, Strides[axis], Dilation[axis], Before(axis, input), Output(axis, input));
        })]);

    /// <summary>The convolution whose input gradient makes images of a shape from those that a transposed window reads.</summary>
    /// <exception cref="ArgumentException">A number is more than kernels can count.</exception>
    public ConvolutionShape TransposedOver(Shape x, Shape output) => ConvolutionShape.Create(
        Owner, x[0], output[^1], x[^1], 1,
        [.. Size.Select((size, axis) =>
        {
            var (read, written) = (x[axis + 1], output[axis + 1]);
            return new WindowAxis(written, size, Strides[axis], Dilation[axis], TransposedBefore(axis, read, written), read);
        })]);

    /// <summary>
    /// Which elements of an axis each position of the window holds, [positions, extent of the window]; those outside are the one behind
    /// the last.
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

    /// <summary>One number for each axis.</summary>
    /// <exception cref="ArgumentException">There are more or fewer, or one is below 1.</exception>
    public static int[] PerAxis(string owner, int rank, Shape value, string argument)
    {
        int[] each = value.Rank == 1 && rank > 1 ? [.. Enumerable.Repeat(value[0], rank)] : value.ToArray();
        return each.Length == rank && Array.TrueForAll(each, extent => extent >= 1)
            ? each
            : throw new ArgumentException($"{owner}: {argument} takes one whole number of 1 or more, or {rank} of them; received {value}.",
            argument);
    }

    /// <summary>How many zeros are in front of an axis.</summary>
    private long Before(int axis, int input) => Padding switch
    {
        "valid" => 0,
        "causal" => Reach(axis) - 1,
        _ => Math.Max(0, ((Output(axis, input) - 1L) * Strides[axis]) + Reach(axis) - input) / 2,
    };

    /// <summary>How much of what a transposed window writes is cut off in front of an axis.</summary>
    private long TransposedBefore(int axis, int input, int output) =>
        Padding == "same" ? Math.Max(0, ((input - 1L) * Strides[axis]) + Reach(axis) - output) / 2 : 0;

    /// <summary>How far the window reaches along an axis.</summary>
    private long Reach(int axis) => WindowAxis.Reach(Size[axis], Dilation[axis]);
}
