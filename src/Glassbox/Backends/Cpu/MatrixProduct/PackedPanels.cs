namespace Glassbox.Backends.Cpu;

/// <summary>
/// One operand's block, cut into the panels that the microkernel reads. The block is seen with its Row stride along the panels' width and
/// its Column stride along k. Full panels are read in place if packing would not pay.
/// </summary>
internal readonly unsafe struct PackedPanels<T> where T : unmanaged
{
    private readonly MatrixView<T> block;
    private readonly T* packed;
    private readonly int width;
    private readonly int edgeWidth;
    private readonly int depth;
    private readonly int firstPacked;

    /// <summary>Cuts a block of <paramref name="length"/> elements across the panels and <paramref name="depth"/> along k.</summary>
    /// <param name="block">The block.</param>
    /// <param name="length">Its extent across the panels.</param>
    /// <param name="depth">Its extent along k.</param>
    /// <param name="width">The extent of a full panel.</param>
    /// <param name="unit">What the extent of the last panel is a multiple of.</param>
    /// <param name="firstPacked">The first panel that is packed; those before it are read in place.</param>
    /// <param name="buffer">Where the packed panels go.</param>
    public PackedPanels(MatrixView<T> block, int length, int depth, int width, int unit, int firstPacked, T* buffer)
    {
        (this.block, Length, this.depth, this.width, this.firstPacked) = (block, length, depth, width, firstPacked);
        packed = buffer;
        Count = (length + width - 1) / width;
        edgeWidth = ((length % width) + unit - 1) / unit * unit;
    }

    public int Count { get; }

    /// <summary>The block's extent across the panels.</summary>
    public int Length { get; }

    /// <summary>Packs what is not read in place.</summary>
    public void Pack()
    {
        if (firstPacked < Count)
        {
            var start = firstPacked * width;
            Packing.Pack(block.From(start, 0), Length - start, depth, width, edgeWidth, packed);
        }
    }

    /// <summary>The elements of a panel that belong to the matrix, the rest being padding.</summary>
    public int Filled(int panel) => Math.Min(width, Length - (panel * width));

    /// <summary>
    /// How many panels from this one on are full and lie at one distance from each other, and that distance in elements; the last, partly
    /// filled one is alone.
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
