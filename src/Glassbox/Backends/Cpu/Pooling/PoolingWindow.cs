namespace Glassbox.Backends.Cpu;

/// <summary>Walks a pooling window over channels-last images: for each position of the output, where the elements lie that are inside the image.</summary>
internal readonly ref struct PoolingWindow(ConvolutionShape shape, Span<int> offsets, Span<int> taps)
{
    private readonly Span<int> offsets = offsets;
    private readonly Span<int> taps = taps;

    /// <summary>
    /// Notes the elements of the window at a position of the output, counted over the whole batch: where each begins in the images, and which of the window it is.
    /// Gives their number.
    /// </summary>
    public int Place(int position)
    {
        var (image, within) = Math.DivRem(position, shape.Output.Size);
        var start = image * shape.Input.Size;
        var (line, column) = Math.DivRem(within, shape.Output.Width);
        var (depth, height) = Math.DivRem(line, shape.Output.Height);
        var (d0, h0, w0) = (
            (depth * shape.Strides.Depth) - shape.Padding.Depth, (height * shape.Strides.Height) - shape.Padding.Height, (column * shape.Strides.Width) - shape.Padding.Width);
        var count = 0;
        for (var kd = 0; kd < shape.Kernel.Depth; kd++)
        {
            for (var kh = 0; kh < shape.Kernel.Height; kh++)
            {
                for (var kw = 0; kw < shape.Kernel.Width; kw++)
                {
                    var (d, h, w) = (d0 + kd, h0 + kh, w0 + kw);
                    if ((uint)d < (uint)shape.Input.Depth && (uint)h < (uint)shape.Input.Height && (uint)w < (uint)shape.Input.Width)
                    {
                        offsets[count] = (start + (((d * shape.Input.Height) + h) * shape.Input.Width) + w) * shape.Channels;
                        taps[count++] = (((kd * shape.Kernel.Height) + kh) * shape.Kernel.Width) + kw;
                    }
                }
            }
        }

        return count;
    }
}
