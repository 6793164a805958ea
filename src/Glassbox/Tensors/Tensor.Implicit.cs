namespace Glassbox;

/// <remarks>Implicit conversions of scalars and arrays to tensors: <c>Ops.Relu(new[] { -1.0, 2.0 })</c>.</remarks>
public partial class Tensor
{
    /// <summary>A weakly typed scalar: float64 by itself, otherwise the type of the other operand.</summary>
    public static implicit operator Tensor(double value) => new NumberTensor(value);

    /// <summary>An array as a float64 tensor, copied.</summary>
    public static implicit operator Tensor(double[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(double[])"/>
    public static implicit operator Tensor(double[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(double[])"/>
    public static implicit operator Tensor(double[,,] array) => FromArray(array);

    /// <summary>A weakly typed scalar: float32 by itself, otherwise the type of the other operand.</summary>
    public static implicit operator Tensor(float value) => new NumberTensor(value, DType.Float32);

    /// <summary>An array as a float32 tensor, copied.</summary>
    public static implicit operator Tensor(float[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(float[])"/>
    public static implicit operator Tensor(float[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(float[])"/>
    public static implicit operator Tensor(float[,,] array) => FromArray(array);

    /// <summary>A weakly typed scalar: int32 by itself, otherwise the type of the other operand.</summary>
    public static implicit operator Tensor(int value) => new NumberTensor(value, DType.Int32);

    /// <summary>An array as an int32 tensor, copied.</summary>
    public static implicit operator Tensor(int[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(int[])"/>
    public static implicit operator Tensor(int[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(int[])"/>
    public static implicit operator Tensor(int[,,] array) => FromArray(array);

    /// <summary>A weakly typed scalar: int64 by itself, otherwise the type of the other operand.</summary>
    public static implicit operator Tensor(long value) => new NumberTensor(value);

    /// <summary>An array as an int64 tensor, copied.</summary>
    public static implicit operator Tensor(long[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(long[])"/>
    public static implicit operator Tensor(long[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(long[])"/>
    public static implicit operator Tensor(long[,,] array) => FromArray(array);

    /// <summary>A weakly typed scalar: uint8 by itself, otherwise the type of the other operand.</summary>
    public static implicit operator Tensor(byte value) => new NumberTensor(value, DType.UInt8);

    /// <summary>An array as a uint8 tensor, copied.</summary>
    public static implicit operator Tensor(byte[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(byte[])"/>
    public static implicit operator Tensor(byte[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(byte[])"/>
    public static implicit operator Tensor(byte[,,] array) => FromArray(array);

    /// <summary>A weakly typed scalar: bool by itself, otherwise the type of the other operand.</summary>
    public static implicit operator Tensor(bool value) => new NumberTensor(value ? 1L : 0L, DType.Bool);

    /// <summary>An array as a bool tensor, copied.</summary>
    public static implicit operator Tensor(bool[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(bool[])"/>
    public static implicit operator Tensor(bool[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(bool[])"/>
    public static implicit operator Tensor(bool[,,] array) => FromArray(array);
}
