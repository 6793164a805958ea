namespace Glassbox.Backends.Cpu;

/// <summary>
/// One operand's block, cut into the panels that the microkernel reads. The block is seen with its Row stride along the panels' width and its
/// Column stride along k. Full panels are read in place if packing would not pay; the partial one at the edge is always packed, for its padding.
/// </summary>
internal unsafe struct Panels<T> where T : unmanaged
{
    private MatrixView<T> block;
    private T* packed;
    private int length;
    private int width;
    private int depth;
    private int firstPacked;

    public int Count { get; private set; }

    /// <summary>Elements of the buffer that the packed panels take.</summary>
    public readonly int PackedLength => (Count - firstPacked) * width * depth;

    /// <summary>Starts on a block of <paramref name="blockLength"/> elements across the panels and <paramref name="blockDepth"/> along k.</summary>
    public void Cut(MatrixView<T> view, int blockLength, int blockDepth, int panelWidth, bool pack, T* buffer)
    {
        block = view;
        packed = buffer;
        length = blockLength;
        width = panelWidth;
        depth = blockDepth;
        Count = (blockLength + panelWidth - 1) / panelWidth;
        firstPacked = pack ? 0 : blockLength / panelWidth;
    }

    /// <summary>Packs those of the panels from <paramref name="first"/> up to, not including, <paramref name="end"/> that are not read in place.</summary>
    public readonly void Pack(int first, int end)
    {
        first = Math.Max(first, firstPacked);
        if (first < end)
        {
            var start = first * width;
            Packing.Pack(block.From(start, 0), Math.Min(end * width, length) - start, depth, width, At(first).Start);
        }
    }

    /// <summary>The elements of a panel that belong to the matrix, the rest being padding.</summary>
    public readonly int Filled(int panel) => Math.Min(width, length - (panel * width));

    public readonly MatrixView<T> At(int panel) => panel < firstPacked
        ? block.From((nint)panel * width, 0)
        : new MatrixView<T>(packed + ((nint)(panel - firstPacked) * width * depth), 1, width);
}
