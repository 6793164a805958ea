using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The innermost piece of the matrix product: one tile of the result, held in vector registers while k runs. One implementation exists per
/// vector width; the driver is generic over it, so that the choice costs nothing at run time.
/// </summary>
internal unsafe interface IMicroKernel<T> where T : unmanaged, INumber<T>
{
    /// <summary>Rows of the tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the tile: two vectors.</summary>
    static abstract int Columns { get; }

    /// <summary>
    /// Writes the full tile c = addend + a·b, where a is Rows × k and b is k × Columns with contiguous rows. The addend may be c itself, or
    /// one row for all (row stride 0).
    /// </summary>
    static abstract void Run(int k, MatrixView<T> a, T* b, nint bRow, T* addend, nint addendRow, T* c, nint cRow);
}
