namespace Glassbox.Initializers;

/// <summary>All zeros.</summary>
public sealed class Zeros : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Tensor.Zeros(shape, dtype);
}

/// <summary>All ones.</summary>
public sealed class Ones : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Tensor.Ones(shape, dtype);
}

/// <summary>One value everywhere.</summary>
/// <param name="value">The value.</param>
public sealed class Constant(double value = 0) : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Tensor.Full(shape, value, dtype);
}
