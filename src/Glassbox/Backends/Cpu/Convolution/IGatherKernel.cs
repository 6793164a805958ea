using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// What a gathering microkernel computes: c[i] (+)= Σ over segments s and steps p of a[i][segments[s] + p · step] · b[s · length + p], for
/// each row i of the tile, where b has rows of two vectors. The rows of a and c may lie anywhere, so that patches of images are multiplied
/// where they are, without being copied first.
/// </summary>
internal unsafe struct GatherTile<T> where T : unmanaged
{
    /// <summary>How many tiles are computed, one after the other: all of them with the same b, each with its own rows of a and c.</summary>
    public int Tiles;

    /// <summary>Where each row of a begins, tile by tile.</summary>
    public T** A;

    /// <summary>What is added to each row's beginning, segment by segment.</summary>
    public nint* Segments;

    public int SegmentCount;

    /// <summary>Steps in each segment.</summary>
    public int Length;

    /// <summary>The distance in a between two steps.</summary>
    public nint Step;

    public T* B;

    /// <summary>The distance in b between two steps.</summary>
    public nint BRow;

    /// <summary>Where each row of c begins, tile by tile.</summary>
    public T** C;

    /// <summary>One row to start from instead of c's own values; null to add to those.</summary>
    public T* Start;

    /// <summary>The least value of c where there is a row to start from: zero for relu, −∞ for none.</summary>
    public T Floor;
}

/// <summary>The innermost piece of a convolution. One implementation exists per vector width.</summary>
internal unsafe interface IGatherKernel<T> where T : unmanaged, INumber<T>
{
    /// <summary>Rows of the tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of the tile: two vectors.</summary>
    static abstract int Columns { get; }

    /// <summary>Computes full tiles, many in a call: one for each would cost as much as a dozen steps.</summary>
    static abstract void Run(GatherTile<T>* tile);
}
