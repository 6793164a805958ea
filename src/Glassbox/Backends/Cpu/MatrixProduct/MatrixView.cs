namespace Glassbox.Backends.Cpu;

/// <summary>
/// A strided matrix in pinned memory: element (i, j) is at <c>Start[i * Row + j * Column]</c>. A transposed operand is the same memory with
/// swapped strides, so that only the entry point deals with transposition.
/// </summary>
internal readonly unsafe struct MatrixView<T>(T* start, nint row, nint column) where T : unmanaged
{
    public readonly T* Start = start;
    public readonly nint Row = row;
    public readonly nint Column = column;

    /// <summary>A dense row-major matrix with <paramref name="stored"/> elements per row, optionally transposed.</summary>
    public static MatrixView<T> Dense(T* start, int stored, bool transposed) => transposed ? new(start, 1, stored) : new(start, stored, 1);

    public T* At(nint i, nint j) => Start + (i * Row) + (j * Column);

    public MatrixView<T> Transposed() => new(Start, Column, Row);

    public MatrixView<T> From(nint i, nint j) => new(At(i, j), Row, Column);
}
