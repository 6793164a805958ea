namespace Glassbox.Backends.Cpu;

/// <summary>The element offsets of a convolution's window in an image padded to cover every window position.</summary>
internal readonly struct ConvolutionWindow(ConvolutionShape shape, Extent3 image)
{
    private readonly int row = image.Width * shape.Channels;
    private readonly int plane = image.Height * image.Width * shape.Channels;

    /// <summary>The number of elements of one image.</summary>
    public int ImageSize => image.Size * shape.Channels;

    /// <summary>The number of output lines (rows along the width) per image.</summary>
    public int Lines => shape.Output.Depth * shape.Output.Height;

    /// <summary>The offset between adjacent window positions in a line.</summary>
    public int PositionStep => shape.Strides.Width * shape.Channels;

    /// <summary>The offset of the window at the beginning of an output line.</summary>
    public int LineStart(int line) =>
        (line / shape.Output.Height * shape.Strides.Depth * plane) + (line % shape.Output.Height * shape.Strides.Height * row);

    /// <summary>The offset of a tap, indexed over [kernel depth, kernel height, kernel width], from the window's beginning.</summary>
    public int Tap(int tap)
    {
        var (line, column) = Math.DivRem(tap, shape.Kernel.Width);
        var (depth, height) = Math.DivRem(line, shape.Kernel.Height);
        return (depth * shape.Dilation.Depth * plane) + (height * shape.Dilation.Height * row)
            + (column * shape.Dilation.Width * shape.Channels);
    }

    /// <summary>Writes the window pointers of consecutive output positions, indexed over the whole batch.</summary>
    public unsafe void Place<T>(T* images, long first, int count, T** places) where T : unmanaged
    {
        var (image, within) = Math.DivRem(first, shape.Output.Size);
        var (line, column) = Math.DivRem((int)within, shape.Output.Width);
        var place = At((nint)image, line) + (column * PositionStep);
        for (var i = 0; i < count; i++)
        {
            places[i] = images + place;
            place += PositionStep;
            if (++column == shape.Output.Width)
            {
                column = 0;
                if (++line == Lines)
                {
                    line = 0;
                    image++;
                }

                place = At((nint)image, line);
            }
        }
    }

    private nint At(nint image, int line) => (image * ImageSize) + LineStart(line);
}
