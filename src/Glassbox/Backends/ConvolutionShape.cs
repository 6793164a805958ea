namespace Glassbox.Backends;

/// <summary>
/// A convolution in one, two or three dimensions over channels-last images [batch, depth, height, width, channels], with a kernel [kernel
/// depth, kernel height, kernel width, channels / groups, filters]: output position o takes input o · stride + tap · dilation − padding,
/// zero outside.
/// </summary>
/// <remarks>
/// It is made by <see cref="Create"/> alone, which leaves out taps of the window that are outside of the images at every position, and
/// makes sure that what kernels count in 32 bits (extents, paddings, what the window covers, elements of images, windows and outputs)
/// fits there.
/// </remarks>
internal sealed class ConvolutionShape
{
    private readonly Func<string> owner;
    private readonly Extent3 wholeKernel;
    private readonly Extent3 firstTap;

    private ConvolutionShape(
        Func<string> owner, int batch, int channels, int filters, int groups, WindowAxis depth, WindowAxis height, WindowAxis width,
        Extent3? wholeKernel = null, Extent3 firstTap = default)
    {
        this.owner = owner;
        (Batch, Channels, Filters, Groups) = (batch, channels, filters, groups);
        Input = new(depth.Input, height.Input, width.Input);
        Kernel = new(depth.Size, height.Size, width.Size);
        Strides = new(depth.Stride, height.Stride, width.Stride);
        Dilation = new(depth.Dilation, height.Dilation, width.Dilation);
        Output = new(depth.Output, height.Output, width.Output);
        Padding = new((int)depth.Padding, (int)height.Padding, (int)width.Padding);
        Covered = new(
            Fit(depth.Covered, "the depth of the padded images"),
            Fit(height.Covered, "the height of the padded images"),
            Fit(width.Covered, "the width of the padded images"));
        Fit(Elements(Input, channels), "the number of elements of the images");
        Fit(Elements(Output, filters), "the number of elements of the result");
        Fit(ExtentMath.Count([Kernel.Depth, Kernel.Height, Kernel.Width]), "the number of elements of the window");
        (this.wholeKernel, this.firstTap) = (wholeKernel ?? Kernel, firstTap);
        StaysInside = Padding == default && Covered.Depth <= Input.Depth && Covered.Height <= Input.Height && Covered.Width <= Input.Width;
    }

    public int Batch { get; }

    public Extent3 Input { get; }

    public int Channels { get; }

    /// <summary>The extents of the window, as far as it meets the images.</summary>
    public Extent3 Kernel { get; }

    public int Filters { get; }

    public Extent3 Strides { get; }

    public Extent3 Dilation { get; }

    /// <summary>How far the first window begins before the images; below zero where it begins within them.</summary>
    public Extent3 Padding { get; }

    public Extent3 Output { get; }

    public int Groups { get; }

    /// <summary>
    /// Where the kernel's elements for <see cref="Kernel"/> lie among those of the whole window; null where it is the whole.
    /// </summary>
    public Window? KernelPart
    {
        get
        {
            if (wholeKernel == Kernel)
            {
                return null;
            }

            var rest = GroupChannels * Filters;
            var (row, plane) = (wholeKernel.Width * rest, wholeKernel.Height * wholeKernel.Width * rest);
            var first = (firstTap.Depth * plane) + (firstTap.Height * row) + (firstTap.Width * rest);
            return new Window(first, [Kernel.Depth, Kernel.Height, Kernel.Width, rest], [plane, row, rest, 1]);
        }
    }

    /// <summary>The part of the input that the window passes over, the padding included.</summary>
    public Extent3 Covered { get; }

    /// <summary>Whether the window never leaves the input.</summary>
    public bool StaysInside { get; }

    /// <summary>Whether there is nothing to compute.</summary>
    public bool IsEmpty => Batch == 0 || Channels == 0 || Filters == 0 || Input.Size == 0 || Output.Size == 0;

    /// <summary>The elements of a kernel that meet the images at some position of the window.</summary>
    public Storage Reaching(IBackend device, Storage kernel)
    {
        if (KernelPart is not { } part)
        {
            return kernel;
        }

        var reaching = device.Allocate(kernel.DType, part.Size);
        device.Read(kernel, part, reaching);
        return reaching;
    }

    /// <summary>The type that says which element of a window was chosen: a byte, where that is enough.</summary>
    public DType ChosenType => Kernel.Size <= byte.MaxValue + 1 ? DType.UInt8 : DType.Int32;

    /// <summary>The channels that one filter looks at.</summary>
    public int GroupChannels => Channels / Groups;

    /// <summary>The filters of one group.</summary>
    public int GroupFilters => Filters / Groups;

    /// <summary>Multiplications in all.</summary>
    public long Multiplications => (long)Batch * Output.Size * Kernel.Size * GroupChannels * Filters;

    /// <summary>Elements of the images in a frame of zeros that covers every position of the window.</summary>
    /// <exception cref="ArgumentException">They are more than one tensor can hold.</exception>
    public int FramedLength => Fit(Elements(Covered, Channels), "the number of elements of the padded images");

    /// <summary>A convolution, or a pooling, whose groups are its channels.</summary>
    /// <param name="owner">Whose it is, for the messages: a layer or an operation.</param>
    /// <param name="batch">How many images there are.</param>
    /// <param name="channels">The channels of the images.</param>
    /// <param name="filters">The channels of the result.</param>
    /// <param name="groups">Into how many groups, with filters of their own, the channels are divided.</param>
    /// <param name="axes">How the window walks along one to three axes of space.</param>
    /// <exception cref="ArgumentException">A number is more than kernels can count.</exception>
    public static ConvolutionShape Create(
        Func<string> owner, int batch, int channels, int filters, int groups, params ReadOnlySpan<WindowAxis> axes)
    {
        Span<WindowAxis> reduced = [WindowAxis.Absent, WindowAxis.Absent, WindowAxis.Absent];
        Span<int> whole = [1, 1, 1];
        Span<int> first = [0, 0, 0];
        for (int i = 0, at = 3 - axes.Length; i < axes.Length; i++, at++)
        {
            reduced[at] = axes[i].Reduced(out first[at]);
            whole[at] = axes[i].Size;
        }

        return new(
            owner, batch, channels, filters, groups, reduced[0], reduced[1], reduced[2],
            new(whole[0], whole[1], whole[2]), new(first[0], first[1], first[2]));
    }

    /// <summary>A length that kernels need, as a 32-bit number.</summary>
    /// <exception cref="ArgumentException">It does not fit there.</exception>
    public int Fit(long length, string what) => ExtentMath.Fits(length) ? (int)length : throw ExtentMath.Unfit(
        length,
        owner(),
        $"with {Batch} images of extents {Input} and {Channels} channels, {Filters} filters and a window of extents {Kernel}, " +
        $"strides {Strides} and dilation {Dilation}, {what}",
        "Make the batch, the images, the window, its strides or its dilation smaller.");

    /// <summary>The same convolution with as many channels as filters, for one of each channel by itself.</summary>
    /// <exception cref="ArgumentException">The images with so many channels have too many elements.</exception>
    public ConvolutionShape ChannelByChannel() => new(owner, Batch, Filters, Filters, Filters, Depth, Height, Width);

    /// <summary>
    /// The convolution with steps of 1 that leads from the gradient of the result to that of the images, with the window's elements turned
    /// around.
    /// </summary>
    public ConvolutionShape Backwards()
    {
        return new(owner, Batch, Filters, Channels, Groups, Back(Depth), Back(Height), Back(Width));

        static WindowAxis Back(WindowAxis axis) =>
            axis with { Input = axis.Output, Output = axis.Input, Padding = WindowAxis.Reach(axis.Size, axis.Dilation) - 1 - axis.Padding };
    }

    private WindowAxis Depth => Axis(extent => extent.Depth);

    private WindowAxis Height => Axis(extent => extent.Height);

    private WindowAxis Width => Axis(extent => extent.Width);

    private WindowAxis Axis(Func<Extent3, int> of) => new(of(Input), of(Kernel), of(Strides), of(Dilation), of(Padding), of(Output));

    private long Elements(Extent3 extent, int channels) => ExtentMath.Count([Batch, extent.Depth, extent.Height, extent.Width, channels]);
}
