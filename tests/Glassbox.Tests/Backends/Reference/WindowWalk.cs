using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <summary>Windows that pass over images: what convolutions and poolings have in common.</summary>
internal static class WindowWalk
{
    /// <summary>
    /// Visits, position by position, the elements of each window that lie inside the image: which position of all outputs, which element of
    /// the window, which pixel of all images.
    /// </summary>
    public static void ForEach(ConvolutionShape shape, Action<int, int, int> visit)
    {
        var (input, output) = (shape.Input, shape.Output);
        var position = 0;
        for (var image = 0; image < shape.Batch; image++)
        {
            for (var depth = 0; depth < output.Depth; depth++)
            {
                for (var height = 0; height < output.Height; height++)
                {
                    for (var width = 0; width < output.Width; width++, position++)
                    {
                        ForEachTap(shape, depth, height, width, (tap, d, h, w) =>
                            visit(position, tap, (((((image * input.Depth) + d) * input.Height) + h) * input.Width) + w));
                    }
                }
            }
        }
    }

    /// <summary>Output position o takes input o · stride + tap · dilation − padding.</summary>
    private static void ForEachTap(ConvolutionShape shape, int depth, int height, int width, Action<int, int, int, int> visit)
    {
        var tap = 0;
        for (var i = 0; i < shape.Kernel.Depth; i++)
        {
            for (var j = 0; j < shape.Kernel.Height; j++)
            {
                for (var k = 0; k < shape.Kernel.Width; k++, tap++)
                {
                    var d = (depth * shape.Strides.Depth) + (i * shape.Dilation.Depth) - shape.Padding.Depth;
                    var h = (height * shape.Strides.Height) + (j * shape.Dilation.Height) - shape.Padding.Height;
                    var w = (width * shape.Strides.Width) + (k * shape.Dilation.Width) - shape.Padding.Width;
                    if (d >= 0 && d < shape.Input.Depth && h >= 0 && h < shape.Input.Height && w >= 0 && w < shape.Input.Width)
                    {
                        visit(tap, d, h, w);
                    }
                }
            }
        }
    }
}
