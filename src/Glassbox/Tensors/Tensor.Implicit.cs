namespace Glassbox;

/// <remarks>Numbers and arrays are tensors wherever one is asked for: <c>Ops.Relu(new[] { -1.0, 2.0 })</c>.</remarks>
public sealed partial class Tensor
{
    /// <summary>A single value as a float64 tensor.</summary>
    public static implicit operator Tensor(double value) => FromSpan([value], Shape.Scalar);

    /// <summary>An array as a float64 tensor, copied.</summary>
    public static implicit operator Tensor(double[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(double[])"/>
    public static implicit operator Tensor(double[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(double[])"/>
    public static implicit operator Tensor(double[,,] array) => FromArray(array);

    /// <summary>A single value as a float32 tensor.</summary>
    public static implicit operator Tensor(float value) => FromSpan([value], Shape.Scalar);

    /// <summary>An array as a float32 tensor, copied.</summary>
    public static implicit operator Tensor(float[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(float[])"/>
    public static implicit operator Tensor(float[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(float[])"/>
    public static implicit operator Tensor(float[,,] array) => FromArray(array);

    /// <summary>A single value as a int32 tensor.</summary>
    public static implicit operator Tensor(int value) => FromSpan([value], Shape.Scalar);

    /// <summary>An array as a int32 tensor, copied.</summary>
    public static implicit operator Tensor(int[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(int[])"/>
    public static implicit operator Tensor(int[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(int[])"/>
    public static implicit operator Tensor(int[,,] array) => FromArray(array);

    /// <summary>A single value as a int64 tensor.</summary>
    public static implicit operator Tensor(long value) => FromSpan([value], Shape.Scalar);

    /// <summary>An array as a int64 tensor, copied.</summary>
    public static implicit operator Tensor(long[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(long[])"/>
    public static implicit operator Tensor(long[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(long[])"/>
    public static implicit operator Tensor(long[,,] array) => FromArray(array);

    /// <summary>A single value as a uint8 tensor.</summary>
    public static implicit operator Tensor(byte value) => FromSpan([value], Shape.Scalar);

    /// <summary>An array as a uint8 tensor, copied.</summary>
    public static implicit operator Tensor(byte[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(byte[])"/>
    public static implicit operator Tensor(byte[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(byte[])"/>
    public static implicit operator Tensor(byte[,,] array) => FromArray(array);

    /// <summary>A single value as a bool tensor.</summary>
    public static implicit operator Tensor(bool value) => FromSpan([value], Shape.Scalar);

    /// <summary>An array as a bool tensor, copied.</summary>
    public static implicit operator Tensor(bool[] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(bool[])"/>
    public static implicit operator Tensor(bool[,] array) => FromArray(array);

    /// <inheritdoc cref="implicit operator Tensor(bool[])"/>
    public static implicit operator Tensor(bool[,,] array) => FromArray(array);
}
