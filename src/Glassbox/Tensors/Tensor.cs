using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// An array of numbers of any rank, as NumPy's: a shape, an element type and the values, row by row. A tensor never changes: operations make new ones, and what looks
/// at a part of another (a reshaping, a run of rows) may share its memory without surprise. Nobody disposes a tensor; the garbage collector does.
/// </summary>
/// <remarks>
/// Operators work element by element with broadcasting, and promote element types as NumPy 2 does: a plain number beside a tensor takes the
/// tensor's type where it fits (<c>float32 / 255</c> stays float32). The matrix product is <see cref="Dot"/> or <see cref="Ops.MatMul"/>.
/// </remarks>
public sealed partial class Tensor
{
    internal Tensor(Storage storage, Shape shape)
    {
        Storage = storage;
        Shape = shape;
    }

    /// <summary>The extents along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType => Storage.DType;

    /// <summary>How many axes there are; 0 for a single number.</summary>
    public int Rank => Shape.Rank;

    /// <summary>How many elements there are.</summary>
    public int Size => Storage.Length;

    internal Storage Storage { get; }

    /// <summary>A copy with memory of its own, which outlives the training step it may have been made in.</summary>
    public Tensor Copy()
    {
        using (StepMemory.Suspend())
        {
            var copy = Storage.Allocate(DType, Size);
            Storage.CopyTo(copy);
            return new Tensor(copy, Shape);
        }
    }

    /// <summary>The same memory under another shape of the same size.</summary>
    internal Tensor View(Shape shape) => new(Storage, shape);
}
