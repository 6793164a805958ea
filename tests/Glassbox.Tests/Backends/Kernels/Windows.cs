using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Windows that pass over images, as those of convolutions and poolings.</summary>
internal static class Windows
{
    /// <summary>
    /// A shape of the axes given, with windows that reach as far behind the image as is said, but with one position at least.
    /// </summary>
    public static ConvolutionShape Shape((int Input, int Kernel, int Stride, int Dilation, int Padding, int Behind)[] axes, int batch,
        int channels, int filters, int groups)
    {
        return ConvolutionShape.Create(() => "A test", batch, channels, filters, groups, [.. axes.Select(axis => new WindowAxis(
            axis.Input, axis.Kernel, axis.Stride, axis.Dilation, axis.Padding,
            (Math.Max(0, axis.Input + axis.Padding + axis.Behind - ((axis.Kernel - 1) * axis.Dilation) - 1) / axis.Stride) + 1))]);
    }

    /// <summary>How many elements the images have.</summary>
    public static int InputSize(ConvolutionShape shape) => shape.Batch * shape.Input.Size * shape.Channels;

    /// <summary>How many elements the output has.</summary>
    public static int OutputSize(ConvolutionShape shape) => shape.Batch * shape.Output.Size * shape.Filters;
}
