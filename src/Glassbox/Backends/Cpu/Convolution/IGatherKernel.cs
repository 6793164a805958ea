using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The arguments of a gathering microkernel: c[i] (+)= Σ over segments s and steps p of a[i][segments[s] + p · step] · b[s · length + p],
/// for each row i of the tile, where b has rows of two vectors. The rows of a and c are given by pointers, so that image patches are
/// multiplied in place, without im2col.
/// </summary>
internal unsafe struct GatherTile<T> where T : unmanaged
{
    /// <summary>The number of tiles, computed in sequence with the same b, each with its own rows of a and c.</summary>
    public int Tiles;

    /// <summary>Pointers to the rows of a, tile by tile.</summary>
    public T** A;

    /// <summary>The offset added to each row pointer, per segment.</summary>
    public nint* Segments;

    public int SegmentCount;

    /// <summary>The number of steps per segment.</summary>
    public int Length;

    /// <summary>The stride of a between steps.</summary>
    public nint Step;

    public T* B;

    /// <summary>The stride of b between steps.</summary>
    public nint BRow;

    /// <summary>Pointers to the rows of c, tile by tile.</summary>
    public T** C;

    /// <summary>The initial value of each row of c (the bias); null to accumulate into c.</summary>
    public T* Start;

    /// <summary>The lower bound of c if there is an initial row: zero for relu, −∞ for none.</summary>
    public T Floor;
}

/// <summary>The microkernel of convolutions, with one implementation per vector width.</summary>
internal unsafe interface IGatherKernel<T> where T : unmanaged, INumber<T>
{
    /// <summary>The rows of a tile.</summary>
    static abstract int Rows { get; }

    /// <summary>The columns of a tile: two vectors.</summary>
    static abstract int Columns { get; }

    /// <summary>Computes full tiles, many per call: the call overhead equals about a dozen steps.</summary>
    static abstract void Run(GatherTile<T>* tile);
}
