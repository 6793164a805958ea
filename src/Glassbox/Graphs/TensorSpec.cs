namespace Glassbox;

/// <summary>What is known of a tensor before there is data.</summary>
internal readonly record struct TensorSpec(Shape Shape, DType DType)
{
    /// <summary>Zeros of that shape and type, with a number in place of what is unknown.</summary>
    public Tensor Zeros(int unknown) => Tensor.Zeros([.. Shape.Select(extent => extent == Shape.Unknown ? unknown : extent)], DType);
}
