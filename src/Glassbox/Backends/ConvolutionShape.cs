namespace Glassbox.Backends;

/// <summary>Extents along depth, height and width. What has fewer axes has extents of 1 in front.</summary>
internal readonly record struct Extent3(int Depth, int Height, int Width)
{
    /// <summary>How many positions there are.</summary>
    public int Size => Depth * Height * Width;

    /// <summary>Combines two extents axis by axis.</summary>
    public Extent3 With(Extent3 other, Func<int, int, int> combine) => new(combine(Depth, other.Depth), combine(Height, other.Height), combine(Width, other.Width));
}

/// <summary>
/// A convolution in one, two or three dimensions over channels-last images [batch, depth, height, width, channels], with a kernel
/// [kernel depth, kernel height, kernel width, channels / groups, filters]: output position o takes input o · stride + tap · dilation − padding, zero outside.
/// </summary>
internal sealed record ConvolutionShape(
    int Batch, Extent3 Input, int Channels, Extent3 Kernel, int Filters, Extent3 Strides, Extent3 Dilation, Extent3 Padding, Extent3 Output, int Groups)
{
    /// <summary>The part of the input that the window passes over, the padding included.</summary>
    public Extent3 Covered => new(
        Cover(Output.Depth, Strides.Depth, Kernel.Depth, Dilation.Depth),
        Cover(Output.Height, Strides.Height, Kernel.Height, Dilation.Height),
        Cover(Output.Width, Strides.Width, Kernel.Width, Dilation.Width));

    /// <summary>Whether the window never leaves the input.</summary>
    public bool StaysInside => Padding == default && Covered is var covered
        && covered.Depth <= Input.Depth && covered.Height <= Input.Height && covered.Width <= Input.Width;

    /// <summary>The type that says which element of a window was chosen: a byte, where that is enough.</summary>
    public DType ChosenType => Kernel.Size <= byte.MaxValue + 1 ? DType.UInt8 : DType.Int32;

    /// <summary>The channels that one filter looks at.</summary>
    public int GroupChannels => Channels / Groups;

    /// <summary>The filters of one group.</summary>
    public int GroupFilters => Filters / Groups;

    /// <summary>Multiplications in all.</summary>
    public long Multiplications => (long)Batch * Output.Size * Kernel.Size * GroupChannels * Filters;

    private static int Cover(int output, int stride, int kernel, int dilation) => ((output - 1) * stride) + ((kernel - 1) * dilation) + 1;
}
