namespace Glassbox;

/// <summary>What is known of a tensor before there are values.</summary>
/// <param name="Shape">The extents; those that are not known yet are <see cref="Shape.Unknown"/>.</param>
/// <param name="DType">The element type.</param>
/// <param name="IsWeak">Whether the type gives way to that of another operand, as that of a plain number does.</param>
internal readonly record struct TensorSpec(Shape Shape, DType DType, bool IsWeak = false)
{
    /// <summary>The same type with other extents.</summary>
    public TensorSpec With(Shape shape) => new(shape, DType, IsWeak);

    /// <summary>The same extents in another type.</summary>
    public TensorSpec As(DType dtype) => new(Shape, dtype, IsWeak);

    /// <summary>A tensor of that shape and type without values.</summary>
    public Tensor Meta() => Tensor.Meta(this);

    /// <summary>The same with numbers in place of unknown extents: one along the batch axis, another along all others.</summary>
    public TensorSpec Known(int batch, int other) =>
        Shape.IsKnown ? this : With([.. Shape.Select((extent, axis) => extent != Shape.Unknown ? extent : axis == 0 ? batch : other)]);
}
