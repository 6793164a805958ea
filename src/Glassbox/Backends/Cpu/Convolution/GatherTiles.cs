using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>Runs tiles that may reach over the edge of the result.</summary>
internal static unsafe class GatherTiles<T, TKernel>
    where T : unmanaged, INumber<T>
    where TKernel : IGatherKernel<T>
{
    /// <summary>Computes a tile of which the first rows and columns belong to the result. Only as many rows of a and c need to be set.</summary>
    public static void Run(GatherTile<T>* tile, int rows, int columns)
    {
        if (rows == TKernel.Rows && columns == TKernel.Columns)
        {
            TKernel.Run(tile);
        }
        else
        {
            RunPart(tile, rows, columns);
        }
    }

    /// <summary>How many tiles' rows or columns a length takes.</summary>
    public static int Count(long length, int each) => (int)((length + each - 1) / each);

    /// <summary>Lets the microkernel run its full tile into a scratch one, and copies the part that belongs to c.</summary>
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
        TKernel.Run(tile);
        tile->C = c;
        for (var i = 0; i < rows; i++)
        {
            new Span<T>(targets[i], columns).CopyTo(new Span<T>(c[i], columns));
        }
    }
}
