namespace Glassbox.Backends.Cpu;

/// <summary>A convolution's kernel [taps, channels of a group, filters] in the order in which the microkernel reads it, with zeros where the last panel reaches over the edge.</summary>
internal static unsafe class KernelPanels
{
    /// <summary>For each group and panel of filters: [taps, channels, width]. A null kernel gives zeros.</summary>
    public static void Pack<T>(ConvolutionShape shape, T* kernel, int width, T* target) where T : unmanaged
    {
        var depth = shape.Kernel.Size * shape.GroupChannels;
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var first = 0; first < shape.GroupFilters; first += width)
            {
                var count = kernel == null ? 0 : Math.Min(width, shape.GroupFilters - first);
                for (var row = 0; row < depth; row++, target += width)
                {
                    new Span<T>(kernel + ((nint)row * shape.Filters) + (group * shape.GroupFilters) + first, count).CopyTo(new Span<T>(target, width));
                    new Span<T>(target + count, width - count).Clear();
                }
            }
        }
    }

    /// <summary>For each group, panel of channels and tap: [filters, width].</summary>
    public static void PackTransposed<T>(ConvolutionShape shape, T* kernel, int width, T* target) where T : unmanaged
    {
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var first = 0; first < shape.GroupChannels; first += width)
            {
                var count = Math.Min(width, shape.GroupChannels - first);
                for (var tap = 0; tap < shape.Kernel.Size; tap++)
                {
                    var block = kernel + ((((nint)tap * shape.GroupChannels) + first) * shape.Filters) + (group * shape.GroupFilters);
                    Packing.Pack(new MatrixView<T>(block, shape.Filters, 1), count, shape.GroupFilters, width, width, target);
                    target += (nint)shape.GroupFilters * width;
                }
            }
        }
    }
}
