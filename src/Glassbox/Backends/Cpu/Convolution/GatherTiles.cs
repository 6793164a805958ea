using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>Runs tiles that may extend beyond the edge of the result.</summary>
internal static unsafe class GatherTiles<T, TKernel>
    where T : unmanaged, INumber<T>
    where TKernel : IGatherKernel<T>
{
    /// <summary>The maximum number of rows batched into one call.</summary>
    public static int MostRows => 16 * TKernel.Rows;

    /// <summary>
    /// Computes the rows of one panel, tile by tile, of which the first columns belong to the result. The pointer arrays of the rows of a
    /// and c have room for complete tiles.
    /// </summary>
    public static void Run(GatherTile<T>* tile, int rows, int columns)
    {
        T** a = tile->A, c = tile->C;
        var done = columns == TKernel.Columns ? rows / TKernel.Rows * TKernel.Rows : 0;
        if (done > 0)
        {
            tile->Tiles = done / TKernel.Rows;
            TKernel.Run(tile);
        }

        for (; done < rows; done += TKernel.Rows)
        {
            tile->A = a + done;
            tile->C = c + done;
            RunPart(tile, Math.Min(TKernel.Rows, rows - done), columns);
        }

        tile->A = a;
        tile->C = c;
    }

    /// <summary>The number of tiles for a length, rounded up.</summary>
    public static int Count(long length, int each) => (int)((length + each - 1) / each);

    /// <summary>Computes a full tile into scratch memory, and copies the part that belongs to c.</summary>
    [SkipLocalsInit]
    private static void RunPart(GatherTile<T>* tile, int rows, int columns)
    {
        var scratch = stackalloc T[TKernel.Rows * TKernel.Columns];
        var targets = stackalloc T*[TKernel.Rows];
        var c = tile->C;
        for (var i = 0; i < TKernel.Rows; i++)
        {
            targets[i] = scratch + (i * TKernel.Columns);
            tile->A[i] = tile->A[Math.Min(i, rows - 1)];
            new Span<T>(targets[i], TKernel.Columns).Clear();
            if (i < rows && tile->Start == null)
            {
                new Span<T>(c[i], columns).CopyTo(new Span<T>(targets[i], columns));
            }
        }

        tile->C = targets;
        tile->Tiles = 1;
        TKernel.Run(tile);
        for (var i = 0; i < rows; i++)
        {
            new Span<T>(targets[i], columns).CopyTo(new Span<T>(c[i], columns));
        }
    }
}
