namespace Glassbox;

/// <summary>How the elements of a tensor lie in a picture: one tile of cells, or one for each channel with a line between them.</summary>
/// <param name="Rows">Rows of a tile.</param>
/// <param name="Columns">Columns of a tile.</param>
/// <param name="Tiles">How many tiles there are.</param>
/// <param name="Across">How many tiles stand side by side.</param>
/// <param name="Depth">How many elements belong to a place of all tiles: the channels.</param>
/// <param name="Count">How many elements there are.</param>
internal readonly record struct MapLayout(int Rows, int Columns, int Tiles, int Across, int Depth, int Count)
{
    private const int MostTiles = 64;
    private const int LongestRow = 32;

    public int Width => (Across * (Columns + 1)) - 1;

    public int Height => (((Tiles - 1) / Across) + 1) * (Rows + 1) - 1;

    /// <summary>The layout of a tensor of up to three axes; null for more.</summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="colored">Whether the channels of a cell are one colour.</param>
    public static MapLayout? Of(Shape shape, bool colored) => shape.Rank switch
    {
        _ when shape.Size == 0 => null,
        < 2 => Folded(shape.Size),
        2 => new(shape[0], shape[1], 1, 1, 1, shape.Size),
        3 when colored || shape[2] == 1 => new(shape[0], shape[1], 1, 1, shape[2], shape.Size),
        3 => Tiled(shape),
        _ => null,
    };

    /// <summary>The element at a column and row of the picture, the first of a coloured cell; −1 where there is none.</summary>
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

    /// <summary>A short row as it is, a long one in rows that make about a square, without a rest where that is possible.</summary>
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
