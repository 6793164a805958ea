using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// How a window walks over one to three axes of an image: its extents, its steps, the distance between its elements, and what to do at the edges. Checks the arguments
/// and works out extents as Keras and TensorFlow do.
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
    public WindowGeometry(string owner, int rank, Shape size, Shape? strides, string padding, Shape? dilation = null, string sizeName = "kernelSize")
    {
        Size = PerAxis(owner, rank, size, sizeName);
        Strides = PerAxis(owner, rank, strides ?? 1, "strides");
        Dilation = PerAxis(owner, rank, dilation ?? 1, "dilationRate");
        Padding = Paddings.Contains(padding) && (padding != "causal" || rank == 1)
            ? padding
            : throw new ArgumentException($"{owner}: {Identifiers.Unknown("padding", padding, rank == 1 ? Paddings : Paddings[..2])}{(padding == "causal" ? " Causal padding is for one axis, that of time." : "")}", nameof(padding));
    }

    /// <summary>The window's extents.</summary>
    public int[] Size { get; }

    /// <summary>The steps.</summary>
    public int[] Strides { get; }

    /// <summary>The distance between elements of the window.</summary>
    public int[] Dilation { get; }

    /// <summary>valid, same or causal.</summary>
    public string Padding { get; }

    /// <summary>How many positions the window has along an axis; 0 or less if it does not fit.</summary>
    public int Output(int axis, int input) => input == Shape.Unknown ? Shape.Unknown : Padding == "valid"
        ? input < Reach(axis) ? 0 : ((input - Reach(axis)) / Strides[axis]) + 1
        : (input + Strides[axis] - 1) / Strides[axis];

    /// <summary>How many zeros are in front of an axis.</summary>
    public int Before(int axis, int input) => Padding switch
    {
        "valid" => 0,
        "causal" => Reach(axis) - 1,
        _ => Math.Max(0, ((Output(axis, input) - 1) * Strides[axis]) + Reach(axis) - input) / 2,
    };

    /// <summary>The extent of what a transposed window writes along an axis.</summary>
    public int TransposedOutput(int axis, int input, int? outputPadding) => input == Shape.Unknown ? Shape.Unknown : outputPadding is { } more
        ? ((input - 1) * Strides[axis]) + Reach(axis) - (Padding == "same" ? Reach(axis) / 2 * 2 : 0) + more
        : (input * Strides[axis]) + (Padding == "same" ? 0 : Math.Max(Reach(axis) - Strides[axis], 0));

    /// <summary>How much of what a transposed window writes is cut off in front of an axis.</summary>
    public int TransposedBefore(int axis, int input, int output) =>
        Padding == "same" ? Math.Max(0, ((input - 1) * Strides[axis]) + Reach(axis) - output) / 2 : 0;

    /// <summary>The shape that a window makes of channels-last images [batch, …, channels].</summary>
    public Shape OutputShape(Shape x, int channels) => [x[0], .. Enumerable.Range(0, Size.Length).Select(axis => Output(axis, x[axis + 1])), channels];

    /// <summary>A convolution over images of a shape.</summary>
    public ConvolutionShape Over(Shape x, int filters, int groups) => new(
        x[0], Extents(x.AsSpan()[1..^1], 1), x[^1], Extents(Size, 1), filters, Extents(Strides, 1), Extents(Dilation, 1),
        Extents([.. Size.Select((_, axis) => Before(axis, x[axis + 1]))], 0),
        Extents([.. Size.Select((_, axis) => Output(axis, x[axis + 1]))], 1), groups);

    /// <summary>The convolution whose input gradient makes images of a shape from those that a transposed window reads.</summary>
    public ConvolutionShape TransposedOver(Shape x, Shape output) => new(
        x[0], Extents(output.AsSpan()[1..^1], 1), output[^1], Extents(Size, 1), x[^1], Extents(Strides, 1), Extents(Dilation, 1),
        Extents([.. Size.Select((_, axis) => TransposedBefore(axis, x[axis + 1], output[axis + 1]))], 0),
        Extents(x.AsSpan()[1..^1], 1), 1);

    /// <summary>Three extents of one to three, those that are not there in front.</summary>
    public static Extent3 Extents(ReadOnlySpan<int> extents, int absent) => extents.Length switch
    {
        1 => new(absent, absent, extents[0]),
        2 => new(absent, extents[0], extents[1]),
        _ => new(extents[0], extents[1], extents[2]),
    };

    /// <summary>One number for each axis.</summary>
    /// <exception cref="ArgumentException">There are more or fewer, or one is below 1.</exception>
    public static int[] PerAxis(string owner, int rank, Shape value, string argument)
    {
        int[] each = value.Rank == 1 && rank > 1 ? [.. Enumerable.Repeat(value[0], rank)] : value.ToArray();
        return each.Length == rank && Array.TrueForAll(each, extent => extent >= 1)
            ? each
            : throw new ArgumentException($"{owner}: {argument} takes one whole number of 1 or more, or {rank} of them; received {value}.", argument);
    }

    /// <summary>How far the window reaches along an axis.</summary>
    private int Reach(int axis) => ((Size[axis] - 1) * Dilation[axis]) + 1;
}
