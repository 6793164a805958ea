using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The innermost piece of the matrix product: one tile of the result, held in vector registers while k runs. One implementation exists per
/// vector width; the driver is generic over it, so that the choice costs nothing at run time.
/// </summary>
internal unsafe interface IMicroKernel<T> where T : unmanaged, INumber<T>
{
    /// <summary>The most rows of a tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Elements of a vector; a tile is one or two vectors wide.</summary>
    static abstract int VectorLength { get; }

    /// <summary>
    /// Writes so many tiles, one below the other, of so many rows and vectors: c = addend + a·b, where a is rows × k, the next tile's a
    /// lies <paramref name="nextTile"/> elements further, and b is k × vectors with contiguous rows. The addend may be c itself, or one row
    /// for all (row stride 0). An element's bits do not depend on the size of the tile that it is computed in.
    /// </summary>
    static abstract void Run(int tiles, int rows, int vectors, int k, MatrixView<T> a, nint nextTile, T* b, nint bRow, T* addend,
        nint addendRow, T* c, nint cRow);
}
