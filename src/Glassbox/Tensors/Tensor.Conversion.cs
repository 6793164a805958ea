using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Glassbox;

public partial class Tensor
{
    /// <summary>A view of the elements in row-major order, without copying.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type; cast the tensor first.</exception>
    public ReadOnlySpan<T> AsSpan<T>() => Storage.AsSpan<T>();

    /// <summary>A copy of the elements in row-major order.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type; cast the tensor first.</exception>
    public T[] ToArray<T>() => Storage.ToArray<T>();

    /// <summary>A copy of the elements as an array of the same rank: <c>float[]</c>, <c>float[,]</c>, and so on.</summary>
    /// <exception cref="InvalidOperationException">The tensor is a scalar.</exception>
    [RequiresDynamicCode("The type of an array of several axes is made at run time. In a program compiled ahead of time use ToArray<T>().")]
    public Array ToArray()
    {
        if (Rank == 0)
        {
            throw new InvalidOperationException("A scalar cannot be converted to an array; use ToScalar.");
        }

        var array = Array.CreateInstance(DType.ClrType, Shape.ToArray());
        if (Size > 0)
        {
            Storage.Download(array);
        }

        return array;
    }

    /// <summary>A copy as a <c>System.Numerics.Tensors</c> tensor.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type; cast the tensor first.</exception>
    public System.Numerics.Tensors.Tensor<T> ToNumericsTensor<T>()
    {
        var lengths = new nint[Rank];
        for (var axis = 0; axis < lengths.Length; axis++)
        {
            lengths[axis] = Shape[axis];
        }

        return System.Numerics.Tensors.Tensor.Create(ToArray<T>(), lengths);
    }

    /// <summary>The value of a tensor with one element, converted.</summary>
    /// <typeparam name="T">bool, byte, int, long, float or double.</typeparam>
    /// <exception cref="InvalidOperationException">The tensor does not have exactly one element.</exception>
    /// <exception cref="OverflowException">The value does not fit the type.</exception>
    public T ToScalar<T>() where T : struct, IConvertible
    {
        if (Size != 1)
        {
            throw new InvalidOperationException($"Only a tensor of one element has a scalar value; this one has shape {Shape}. Take "
                + "an element first: x[0].");
        }

        return (T)Convert.ChangeType(Element(0), typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>The value of a tensor with one element.</summary>
    public static explicit operator double(Tensor tensor) => tensor.ToScalar<double>();

    /// <inheritdoc cref="explicit operator double(Tensor)"/>
    public static explicit operator float(Tensor tensor) => tensor.ToScalar<float>();

    /// <inheritdoc cref="explicit operator double(Tensor)"/>
    public static explicit operator int(Tensor tensor) => tensor.ToScalar<int>();

    /// <inheritdoc cref="explicit operator double(Tensor)"/>
    public static explicit operator long(Tensor tensor) => tensor.ToScalar<long>();

    /// <inheritdoc cref="explicit operator double(Tensor)"/>
    public static explicit operator bool(Tensor tensor) => tensor.ToScalar<bool>();

    /// <summary>An element by its row-major index, boxed.</summary>
    internal object Element(int position) => DType.Name switch
    {
        "bool" => Element<bool>(position),
        "uint8" => Element<byte>(position),
        "int32" => Element<int>(position),
        "int64" => Element<long>(position),
        "float32" => Element<float>(position),
        _ => Element<double>(position),
    };

    private T Element<T>(int position) where T : unmanaged
    {
        var value = default(T);
        Storage.Download(MemoryMarshal.AsBytes(new Span<T>(ref value)), position);
        return value;
    }
}
