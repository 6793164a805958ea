namespace Glassbox;

/// <summary>The shape and type of a tensor without its values.</summary>
/// <param name="Shape">The shape; unknown sizes are <see cref="Shape.Unknown"/>.</param>
/// <param name="DType">The element type.</param>
/// <param name="IsWeak">Whether the type is weak in promotion, as that of a C# scalar is.</param>
internal readonly record struct TensorSpec(Shape Shape, DType DType, bool IsWeak = false)
{
    /// <summary>The same type with another shape.</summary>
    public TensorSpec With(Shape shape) => new(shape, DType, IsWeak);

    /// <summary>The same shape with another type.</summary>
    public TensorSpec As(DType dtype) => new(Shape, dtype, IsWeak);

    /// <summary>A tensor of that shape and type without values.</summary>
    public Tensor Meta() => Tensor.Meta(this);

    /// <summary>The spec with trial sizes in place of unknown ones: one for the batch axis, another for all others.</summary>
    public TensorSpec Known(int batch, int other) =>
        Shape.IsKnown ? this : With([.. Shape.Select((extent, axis) => extent != Shape.Unknown ? extent : axis == 0 ? batch : other)]);
}
