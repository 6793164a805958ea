using System.Text.Json.Serialization;
using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// A dense n-dimensional array, as in NumPy: a shape, an element type and values in row-major order. Tensors are immutable: operations
/// return new ones, and views (reshapes, contiguous slices) may share memory. Tensors need not be disposed; the garbage collector frees
/// them.
/// </summary>
/// <remarks>
/// Operators work element-wise with broadcasting, comparisons included: <c>==</c> returns a tensor of booleans. Element types are promoted
/// as in NumPy 2; a C# scalar next to a tensor adopts the tensor's type where it fits (<c>float32 / 255</c> stays float32). The matrix
/// product is <see cref="Dot"/> or <see cref="Ops.MatMul"/>. A symbolic tensor (<see cref="KerasTensor"/>) is a placeholder for a value of
/// a model: it has a shape and a type, and all operations accept it, but it has no values.
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

    /// <summary>The shape: the size of each axis.</summary>
    public Shape Shape => shape ?? throw WithoutValues();

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The number of axes; 0 for a scalar.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    /// <exception cref="InvalidOperationException">A size of a symbolic tensor is unknown.</exception>
    public int Size => storage is { } values ? values.Length : Shape.Size;

    /// <summary>Shape, type and weakness, without the values.</summary>
    internal TensorSpec Spec => new(Shape, DType, IsWeak);

    /// <summary>Whether the type is weak in promotion: the tensor is a C# scalar, or was computed from C# scalars only.</summary>
    internal bool IsWeak { get; set; }

    /// <summary>Whether there are values; symbolic tensors and those of shape inference have none.</summary>
    internal virtual bool HasValues => storage is not null;

    /// <summary>The values.</summary>
    /// <exception cref="NoValuesException">There are none.</exception>
    internal Storage Storage => storage ?? Stored();

    /// <summary>A tensor without values, for shape and type inference.</summary>
    internal static Tensor Meta(TensorSpec spec) => new(spec);

    /// <summary>A deep copy, whose memory is not shared with any training step or variable.</summary>
    public Tensor Copy()
    {
        using (StepMemory.Suspend())
        {
            var copy = Allocate(DType, Shape);
            Device.Current.Copy(Storage, copy.Storage);
            return copy;
        }
    }

    /// <summary>The same elements with another shape of the same size.</summary>
    internal Tensor View(Shape shape) => HasValues ? new(Storage, shape) { IsWeak = IsWeak } : Meta(Spec.With(shape));

    private protected virtual Storage Stored() => throw WithoutValues();

    /// <summary>The exception for reading values of a tensor that has none.</summary>
    internal virtual NoValuesException WithoutValues() => new(
        $"A tensor of shape {Shape} has no values while shapes are inferred. A layer that reads values must specify its output shape: "
        + "override ComputeOutputShape.");
}
