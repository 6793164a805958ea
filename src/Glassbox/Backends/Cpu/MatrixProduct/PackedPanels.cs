namespace Glassbox.Backends.Cpu;

/// <summary>
/// A block of one operand, divided into the panels read by the microkernel. The block's Row stride runs along the panel width and its
/// Column stride along k. Full panels are read in place if packing would not pay off.
/// </summary>
internal readonly unsafe struct PackedPanels<T> where T : unmanaged
{
    private readonly MatrixView<T> block;
    private readonly T* packed;
    private readonly int width;
    private readonly int edgeWidth;
    private readonly int depth;
    private readonly int firstPacked;

    /// <summary>Divides a block of <paramref name="length"/> elements across the panels and <paramref name="depth"/> along k.</summary>
    /// <param name="block">The block.</param>
    /// <param name="length">The block's size across the panels.</param>
    /// <param name="depth">The block's size along k.</param>
    /// <param name="width">The width of a full panel.</param>
    /// <param name="unit">The granularity of the last panel's width.</param>
    /// <param name="firstPacked">The first panel to pack; those before it are read in place.</param>
    /// <param name="buffer">The memory for the packed panels.</param>
    public PackedPanels(MatrixView<T> block, int length, int depth, int width, int unit, int firstPacked, T* buffer)
    {
        (this.block, Length, this.depth, this.width, this.firstPacked) = (block, length, depth, width, firstPacked);
        packed = buffer;
        Count = (length + width - 1) / width;
        edgeWidth = ((length % width) + unit - 1) / unit * unit;
    }

    public int Count { get; }

    /// <summary>The block's size across the panels.</summary>
    public int Length { get; }

    /// <summary>Packs the panels that are not read in place.</summary>
    public void Pack()
    {
        if (firstPacked < Count)
        {
            var start = firstPacked * width;
            Packing.Pack(block.From(start, 0), Length - start, depth, width, edgeWidth, packed);
        }
    }

    /// <summary>The width of a panel without padding.</summary>
    public int Filled(int panel) => Math.Min(width, Length - (panel * width));

    /// <summary>
    /// The number of full panels from this one on at a constant distance, and that distance in elements; a partial last panel counts
    /// separately.
    /// </summary>
    public (int Count, nint Distance) Alike(int panel)
    {
        var full = Length / width;
        if (panel >= full)
        {
            return (1, 0);
        }

        return panel < firstPacked ? (Math.Min(full, firstPacked) - panel, width * block.Row) : (full - panel, (nint)width * depth);
    }

    public MatrixView<T> At(int panel) => panel < firstPacked
        ? block.From((nint)panel * width, 0)
        : new MatrixView<T>(packed + ((nint)(panel - firstPacked) * width * depth), 1, panel < Length / width ? width : edgeWidth);
}
