using System.Text.Json.Serialization;
using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// An array of numbers of any rank, as NumPy's: a shape, an element type and the values, row by row. A tensor never changes: operations
/// make new ones, and what looks at a part of another (a reshaping, a run of rows) may share its memory without surprise. Nobody disposes a
/// tensor; the garbage collector does.
/// </summary>
/// <remarks>
/// Operators work element by element with broadcasting, comparisons included: <c>==</c> gives a tensor of truth values. Element types are
/// promoted as NumPy 2 does; a plain number beside a tensor takes the tensor's type where it fits (<c>float32 / 255</c> stays float32). The
/// matrix product is <see cref="Dot"/> or
/// <see cref="Ops.MatMul"/>. A symbolic tensor (<see cref="KerasTensor"/>) stands for one that a model will compute: it has a shape and a
/// type, and all operations take it, but there are no values to read.
/// </remarks>
[JsonConverter(typeof(TensorJsonConverter))]
public partial class Tensor
{
    private readonly Storage? storage;
    private readonly Shape? shape;

    internal Tensor(Storage storage, Shape shape)
    {
        this.storage = storage;
        this.shape = shape;
        DType = storage.DType;
    }

    private protected Tensor(TensorSpec spec) => (shape, DType, IsWeak) = (spec.Shape, spec.DType, spec.IsWeak);

    /// <summary>The extents along each axis.</summary>
    public Shape Shape => shape ?? throw WithoutValues();

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The number of axes; 0 for a scalar.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    /// <exception cref="InvalidOperationException">An extent of a symbolic tensor is not known yet.</exception>
    public int Size => storage is { } values ? values.Length : Shape.Size;

    /// <summary>What is known of it without its values.</summary>
    internal TensorSpec Spec => new(Shape, DType, IsWeak);

    /// <summary>
    /// Whether its type gives way to that of another operand: it is a plain number, or was computed from plain numbers alone.
    /// </summary>
    internal bool IsWeak { get; set; }

    /// <summary>Whether there are values; symbolic tensors, and those that shapes are traced with, have none.</summary>
    internal virtual bool HasValues => storage is not null;

    /// <summary>The values.</summary>
    /// <exception cref="NoValuesException">There are none.</exception>
    internal Storage Storage => storage ?? Stored();

    /// <summary>A tensor without values, to find out shapes and types with.</summary>
    internal static Tensor Meta(TensorSpec spec) => new(spec);

    /// <summary>A copy of its own, which no training step and no variable shares memory with.</summary>
    public Tensor Copy()
    {
        using (StepMemory.Suspend())
        {
            var copy = Allocate(DType, Shape);
            Device.Current.Copy(Storage, copy.Storage);
            return copy;
        }
    }

    /// <summary>The same elements under another shape of the same size.</summary>
    internal Tensor View(Shape shape) => HasValues ? new(Storage, shape) { IsWeak = IsWeak } : Meta(Spec.With(shape));

    private protected virtual Storage Stored() => throw WithoutValues();

    /// <summary>The exception for whoever asks for values that the tensor doesn't have.</summary>
    internal virtual NoValuesException WithoutValues() => new(
        $"A tensor of shape {Shape} has no values while shapes are inferred. A layer that looks at values must say its output shape: "
        + "override ComputeOutputShape.");
}
