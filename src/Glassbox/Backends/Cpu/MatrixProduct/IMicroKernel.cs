using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The GEMM microkernel: computes one tile of the result, held in vector registers while k runs. There is one implementation per vector
/// width; the driver is generic over it, so that dispatch has no cost at run time.
/// </summary>
internal unsafe interface IMicroKernel<T> where T : unmanaged, INumber<T>
{
    /// <summary>The maximum number of rows of a tile.</summary>
    static abstract int Rows { get; }

    /// <summary>The number of elements per vector; a tile is one or two vectors wide.</summary>
    static abstract int VectorLength { get; }

    /// <summary>
    /// Computes tiles stacked vertically, each with the given rows and vectors: c = addend + a·b, where a is rows × k, the next tile's a
    /// follows at <paramref name="nextTile"/> elements, and b is k × vectors with contiguous rows. The addend may be c itself, or one row
    /// for all (row stride 0). The bits of an element do not depend on the size of its tile.
    /// </summary>
    static abstract void Run(int tiles, int rows, int vectors, int k, MatrixView<T> a, nint nextTile, T* b, nint bRow, T* addend,
        nint addendRow, T* c, nint cRow);
}
