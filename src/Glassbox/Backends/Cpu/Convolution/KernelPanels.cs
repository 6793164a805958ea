namespace Glassbox.Backends.Cpu;

/// <summary>
/// Packs a convolution's kernel [taps, group channels, filters] into panels in the read order of the microkernel, with zero padding at the
/// edge of the last panel.
/// </summary>
internal static unsafe class KernelPanels
{
    /// <summary>For each group and panel of filters: rows of the panel width. A null kernel is packed as zeros.</summary>
    public static void Pack<T>(int groups, int groupFilters, int rows, T* kernel, int width, T* target) where T : unmanaged
    {
        var filters = (nint)groups * groupFilters;
        for (var group = 0; group < groups; group++)
        {
            for (var first = 0; first < groupFilters; first += width)
            {
                var count = kernel == null ? 0 : Math.Min(width, groupFilters - first);
                for (var row = 0; row < rows; row++, target += width)
                {
                    new Span<T>(kernel + (row * filters) + (group * groupFilters) + first, count).CopyTo(new Span<T>(target, width));
                    new Span<T>(target + count, width - count).Clear();
                }
            }
        }
    }

    /// <summary>For each group, panel of channels and tap: [filters, width].</summary>
    public static void PackTransposed<T>(ConvolutionShape shape, int taps, int groupChannels, T* kernel, int width, T* target)
        where T : unmanaged
    {
        for (var group = 0; group < shape.Groups; group++)
        {
            for (var first = 0; first < groupChannels; first += width)
            {
                var count = Math.Min(width, groupChannels - first);
                for (var tap = 0; tap < taps; tap++)
                {
                    var block = kernel + ((((nint)tap * groupChannels) + first) * shape.Filters) + (group * shape.GroupFilters);
                    Packing.Pack(new MatrixView<T>(block, shape.Filters, 1), count, shape.GroupFilters, width, width, target);
                    target += (nint)shape.GroupFilters * width;
                }
            }
        }
    }
}
