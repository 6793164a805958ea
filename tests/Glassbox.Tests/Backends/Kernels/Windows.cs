using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Windows that pass over images, for what is checked by plain loops: convolutions and poolings.</summary>
internal static class Windows
{
    /// <summary>A shape of the axes given, with windows that reach as far behind the image as is said, but with one position at least.</summary>
    public static ConvolutionShape Shape((int Input, int Kernel, int Stride, int Dilation, int Padding, int Behind)[] axes, int batch, int channels, int filters, int groups)
    {
        return ConvolutionShape.Create(() => "A test", batch, channels, filters, groups, [.. axes.Select(axis => new WindowAxis(
            axis.Input, axis.Kernel, axis.Stride, axis.Dilation, axis.Padding,
            (Math.Max(0, axis.Input + axis.Padding + axis.Behind - ((axis.Kernel - 1) * axis.Dilation) - 1) / axis.Stride) + 1))]);
    }

    /// <summary>How many elements the output has.</summary>
    public static int OutputSize(ConvolutionShape shape) => shape.Batch * shape.Output.Size * shape.Filters;

    /// <summary>Visits, for every position of the output, the elements of the window that lie inside the image: which position, which of the window, which pixel of all images.</summary>
    public static void ForEach(ConvolutionShape shape, Action<int, int, int> visit)
    {
        for (var position = 0; position < shape.Batch * shape.Output.Size; position++)
        {
            var (image, (depth, height, width)) = (position / shape.Output.Size, At(position % shape.Output.Size, shape.Output));
            for (var tap = 0; tap < shape.Kernel.Size; tap++)
            {
                var (tapDepth, tapHeight, tapWidth) = At(tap, shape.Kernel);
                var (d, h, w) = (
                    (depth * shape.Strides.Depth) + (tapDepth * shape.Dilation.Depth) - shape.Padding.Depth,
                    (height * shape.Strides.Height) + (tapHeight * shape.Dilation.Height) - shape.Padding.Height,
                    (width * shape.Strides.Width) + (tapWidth * shape.Dilation.Width) - shape.Padding.Width);
                if (d >= 0 && d < shape.Input.Depth && h >= 0 && h < shape.Input.Height && w >= 0 && w < shape.Input.Width)
                {
                    visit(position, tap, (((((image * shape.Input.Depth) + d) * shape.Input.Height) + h) * shape.Input.Width) + w);
                }
            }
        }
    }

    private static (int Depth, int Height, int Width) At(int i, Extent3 extent) => (i / extent.Width / extent.Height, i / extent.Width % extent.Height, i % extent.Width);
}
