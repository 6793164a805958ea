namespace Glassbox.Backends;

/// <summary>
/// A convolution over one to three spatial axes of channels-last images [batch, depth, height, width, channels], with a kernel [kernel
/// depth, kernel height, kernel width, channels / groups, filters]: output position o reads input o · stride + tap · dilation − padding,
/// zero outside.
/// </summary>
/// <remarks>
/// Created only by <see cref="Create"/>, which drops taps that are outside the images at every position, and ensures that all 32-bit
/// quantities of the kernels (sizes, paddings, the covered region, elements of images, windows and outputs) fit.
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

    /// <summary>The window size without the dropped taps.</summary>
    public Extent3 Kernel { get; }

    public int Filters { get; }

    public Extent3 Strides { get; }

    public Extent3 Dilation { get; }

    /// <summary>The padding before the images; negative where the first window begins inside them.</summary>
    public Extent3 Padding { get; }

    public Extent3 Output { get; }

    public int Groups { get; }

    /// <summary>The location of <see cref="Kernel"/> within the full kernel; null if no taps were dropped.</summary>
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

    /// <summary>The region of the input covered by all window positions, padding included.</summary>
    public Extent3 Covered { get; }

    /// <summary>Whether no window needs padding.</summary>
    public bool StaysInside { get; }

    /// <summary>Whether there is nothing to compute.</summary>
    public bool IsEmpty => Batch == 0 || Channels == 0 || Filters == 0 || Input.Size == 0 || Output.Size == 0;

    /// <summary>The elements of a kernel at the taps that were not dropped.</summary>
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

    /// <summary>The type of argmax indices within a window: a byte if sufficient.</summary>
    public DType ChosenType => Kernel.Size <= byte.MaxValue + 1 ? DType.UInt8 : DType.Int32;

    /// <summary>The channels per group.</summary>
    public int GroupChannels => Channels / Groups;

    /// <summary>The filters per group.</summary>
    public int GroupFilters => Filters / Groups;

    /// <summary>The total number of multiplications.</summary>
    public long Multiplications => (long)Batch * Output.Size * Kernel.Size * GroupChannels * Filters;

    /// <summary>The number of elements of the images padded to cover every window position.</summary>
    /// <exception cref="ArgumentException">The number exceeds what one tensor can hold.</exception>
    public int FramedLength => Fit(Elements(Covered, Channels), "the number of elements of the padded images");

    /// <summary>A convolution, or a pooling, which has one group per channel.</summary>
    /// <param name="owner">The layer or operation, for messages.</param>
    /// <param name="batch">The batch size.</param>
    /// <param name="channels">The channels of the images.</param>
    /// <param name="filters">The channels of the result.</param>
    /// <param name="groups">The number of groups of channels, each with its own filters.</param>
    /// <param name="axes">The window geometry of one to three spatial axes.</param>
    /// <exception cref="ArgumentException">A size exceeds the 32-bit range of the kernels.</exception>
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

    /// <summary>A size needed by kernels, as a 32-bit integer.</summary>
    /// <exception cref="ArgumentException">It exceeds 32 bits.</exception>
    public int Fit(long length, string what) => ExtentMath.Fits(length) ? (int)length : throw ExtentMath.Unfit(
        length,
        owner(),
        $"with {Batch} images of size {Input} and {Channels} channels, {Filters} filters and a window of size {Kernel}, " +
        $"strides {Strides} and dilation {Dilation}, {what}",
        "Make the batch, the images, the window, its strides or its dilation smaller.");

    /// <summary>The same geometry with as many channels as filters, for a depthwise convolution.</summary>
    /// <exception cref="ArgumentException">The images with so many channels have too many elements.</exception>
    public ConvolutionShape ChannelByChannel() => new(owner, Batch, Filters, Filters, Filters, Depth, Height, Width);

    /// <summary>The stride-1 convolution from the gradient of the result to that of the images, with the kernel flipped.</summary>
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
