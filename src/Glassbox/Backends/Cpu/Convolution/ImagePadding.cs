namespace Glassbox.Backends.Cpu;

/// <summary>Zero-pads and crops images so that they cover every position of a convolution's window.</summary>
internal static class ImagePadding
{
    /// <summary>Copies images into a zero-padded frame; pixels outside the frame are cropped.</summary>
    public static unsafe void Frame<T>(ConvolutionShape shape, T* images, T* framed) where T : unmanaged
    {
        var size = shape.Covered.Size * shape.Channels;
        WorkSplit.For(shape.Batch, n =>
        {
            new Span<T>(framed + ((nint)n * size), size).Clear();
            ForLines(shape, n, (image, frame, length) => new Span<T>(images + image, length).CopyTo(new Span<T>(framed + frame, length)));
        });
    }

    /// <summary>Copies images out of a frame; pixels outside the frame become zero.</summary>
    public static unsafe void Unframe<T>(ConvolutionShape shape, T* framed, T* images) where T : unmanaged
    {
        var size = shape.Input.Size * shape.Channels;
        WorkSplit.For(shape.Batch, n =>
        {
            new Span<T>(images + ((nint)n * size), size).Clear();
            ForLines(shape, n, (image, frame, length) => new Span<T>(framed + frame, length).CopyTo(new Span<T>(images + image, length)));
        });
    }

    /// <summary>Visits the lines common to an image and its frame: their offsets in both, and their length.</summary>
    private static void ForLines(ConvolutionShape shape, int n, Action<nint, nint, int> visit)
    {
        var (input, frame, padding) = (shape.Input, shape.Covered, shape.Padding);
        var depths = Shared(input.Depth, frame.Depth, padding.Depth);
        var heights = Shared(input.Height, frame.Height, padding.Height);
        var widths = Shared(input.Width, frame.Width, padding.Width);
        var length = (widths.End - widths.First) * shape.Channels;
        for (var depth = depths.First; depth < depths.End && length > 0; depth++)
        {
            for (var height = heights.First; height < heights.End; height++)
            {
                var inImage = ((((nint)n * input.Depth) + depth) * input.Height) + height;
                var inFrame = ((((nint)n * frame.Depth) + depth + padding.Depth) * frame.Height) + height + padding.Height;
                visit(((inImage * input.Width) + widths.First) * shape.Channels,
                    ((inFrame * frame.Width) + widths.First + padding.Width) * shape.Channels, length);
            }
        }
    }

    /// <summary>The range of positions along an axis of the image that the frame contains.</summary>
    private static (int First, int End) Shared(int input, int frame, int padding) =>
        (Math.Max(0, -padding), (int)Math.Min(input, (long)frame - padding));
}
