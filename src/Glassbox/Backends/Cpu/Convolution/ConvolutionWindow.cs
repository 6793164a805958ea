namespace Glassbox.Backends.Cpu;

/// <summary>Where the elements under a convolution's window lie in an image whose extents cover every position of the window.</summary>
internal readonly struct ConvolutionWindow(ConvolutionShape shape, Extent3 image)
{
    private readonly int row = image.Width * shape.Channels;
    private readonly int plane = image.Height * image.Width * shape.Channels;

    /// <summary>Elements of one image.</summary>
    public int ImageSize => image.Size * shape.Channels;

    /// <summary>Lines of the output in one image: what lies one behind the other along its width.</summary>
    public int Lines => shape.Output.Depth * shape.Output.Height;

    /// <summary>The distance between neighbouring positions of the window in a line.</summary>
    public int PositionStep => shape.Strides.Width * shape.Channels;

    /// <summary>Where the window is at the beginning of a line of the output.</summary>
    public int LineStart(int line) =>
        (line / shape.Output.Height * shape.Strides.Depth * plane) + (line % shape.Output.Height * shape.Strides.Height * row);

    /// <summary>
    /// How far an element of the window, counted over [kernel depth, kernel height, kernel width], lies from its beginning.
    /// </summary>
    public int Tap(int tap)
    {
        var (line, column) = Math.DivRem(tap, shape.Kernel.Width);
        var (depth, height) = Math.DivRem(line, shape.Kernel.Height);
        return (depth * shape.Dilation.Depth * plane) + (height * shape.Dilation.Height * row)
            + (column * shape.Dilation.Width * shape.Channels);
    }

    /// <summary>
    /// Writes where the window is in the images at so many successive positions of the output, counted over the whole batch.
    /// </summary>
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
