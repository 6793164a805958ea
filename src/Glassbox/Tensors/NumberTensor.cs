using System.Text.Json.Serialization;
using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// A plain number where a tensor is asked for, as in <c>x + 1</c> or <c>Ops.Maximum(x, 0)</c>. Its type is weak: beside a tensor it takes
/// that tensor's, except that a fraction makes floats of integers.
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

    /// <summary>The number as an element of a type.</summary>
    /// <exception cref="OverflowException">The type cannot hold it.</exception>
    public Tensor In(DType dtype) => DType.IsFloating || dtype.IsFloating ? Number(real, dtype) : Number(whole, dtype);

    /// <summary>The number as files hold it: whole, or with a fraction.</summary>
    public object Value => DType.IsFloating ? real : DType == DType.Bool ? whole != 0 : whole;

    // It may be kept longer than the step in which it was first used.
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
