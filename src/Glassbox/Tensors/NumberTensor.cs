using System.Text.Json.Serialization;
using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// A C# scalar used as a tensor, as in <c>x + 1</c> or <c>Ops.Maximum(x, 0)</c>. Its type is weak: it adopts the type of the other operand,
/// except that a fractional scalar promotes integers to floats.
/// </summary>
[JsonConverter(typeof(TensorJsonConverter))]
internal sealed class NumberTensor : Tensor
{
    private readonly double real;
    private readonly long whole;
    private Storage? stored;

    public NumberTensor(double value, DType? dtype = null)
        : base(new TensorSpec(Shape.Scalar, dtype ?? DType.Float64, IsWeak: true)) => real = value;

    public NumberTensor(long value, DType? dtype = null)
        : base(new TensorSpec(Shape.Scalar, dtype ?? DType.Int64, IsWeak: true)) => (real, whole) = (value, value);

    internal override bool HasValues => true;

    /// <summary>The scalar converted to a type.</summary>
    /// <exception cref="OverflowException">The type cannot hold it.</exception>
    public Tensor In(DType dtype) => DType.IsFloating || dtype.IsFloating ? Number(real, dtype) : Number(whole, dtype);

    /// <summary>The scalar for serialization: integral or floating-point.</summary>
    public object Value => DType.IsFloating ? real : DType == DType.Bool ? whole != 0 : whole;

    // Not pooled: the tensor may outlive the step in which it was first used.
    private protected override Storage Stored()
    {
        if (stored is null)
        {
            using (StepMemory.Suspend())
            {
                stored = In(DType).Storage;
            }
        }

        return stored;
    }
}
