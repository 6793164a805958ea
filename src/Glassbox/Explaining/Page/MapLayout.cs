namespace Glassbox;

/// <summary>Layout of a tensor's elements in an image: one tile of cells, or one per channel separated by lines.</summary>
/// <param name="Rows">Rows per tile.</param>
/// <param name="Columns">Columns per tile.</param>
/// <param name="Tiles">Number of tiles.</param>
/// <param name="Across">Number of tiles side by side.</param>
/// <param name="Depth">Number of elements at each position over all tiles: the channels.</param>
/// <param name="Count">Number of elements.</param>
internal readonly record struct MapLayout(int Rows, int Columns, int Tiles, int Across, int Depth, int Count)
{
    private const int MostTiles = 64;
    private const int LongestRow = 32;

    public int Width => (Across * (Columns + 1)) - 1;

    public int Height => (((Tiles - 1) / Across) + 1) * (Rows + 1) - 1;

    /// <summary>The layout of a tensor of rank 3 or less; null otherwise.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="colored">Whether the channels of a cell form one color.</param>
    public static MapLayout? Of(Shape shape, bool colored) => shape.Rank switch
    {
        _ when shape.Size == 0 => null,
        < 2 => Folded(shape.Size),
        2 => new(shape[0], shape[1], 1, 1, 1, shape.Size),
        3 when colored || shape[2] == 1 => new(shape[0], shape[1], 1, 1, shape[2], shape.Size),
        3 => Tiled(shape),
        _ => null,
    };

    /// <summary>Index of the element at a column and row of the image, the first one of a color cell; −1 if there is none.</summary>
    public int Element(int x, int y)
    {
        var (tileX, column) = Math.DivRem(x, Columns + 1);
        var (tileY, row) = Math.DivRem(y, Rows + 1);
        var tile = (tileY * Across) + tileX;
        if (column == Columns || row == Rows || tileX >= Across || tile >= Tiles)
        {
            return -1;
        }

        var element = (((row * Columns) + column) * Depth) + tile;
        return element < Count ? element : -1;
    }

    /// <summary>A short row unchanged; a long one folded into a roughly square block, evenly if possible.</summary>
    private static MapLayout Folded(int count)
    {
        if (count <= LongestRow)
        {
            return new(1, count, 1, 1, 1, count);
        }

        var side = (int)Math.Sqrt(count);
        var rows = Enumerable.Range(1, side).Last(candidate => count % candidate == 0);
        var columns = rows * 2 >= side ? count / rows : (int)Math.Ceiling(Math.Sqrt(count));
        return new(((count - 1) / columns) + 1, columns, 1, 1, 1, count);
    }

    private static MapLayout Tiled(Shape shape)
    {
        var tiles = Math.Min(shape[2], MostTiles);
        var across = Math.Clamp((int)Math.Ceiling(Math.Sqrt(tiles * shape[0] / (double)shape[1])), 1, tiles);
        return new(shape[0], shape[1], tiles, across, shape[2], shape.Size);
    }
}
