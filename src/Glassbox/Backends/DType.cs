using System.Diagnostics.CodeAnalysis;

namespace Glassbox;

/// <summary>
/// The element type of a <see cref="Tensor"/>, named as in NumPy. A string is accepted wherever a type is:
/// <c>x.Cast("float32")</c>.
/// </summary>
public sealed class DType
{
    /// <summary>Boolean, one byte.</summary>
    public static readonly DType Bool = new("bool", typeof(bool), 1, promotionRank: 0);

    /// <summary>Unsigned 8-bit integer, 0 to 255: the type of image pixels.</summary>
    public static readonly DType UInt8 = new("uint8", typeof(byte), 1, promotionRank: 1);

    /// <summary>Signed 32-bit integer.</summary>
    public static readonly DType Int32 = new("int32", typeof(int), 4, promotionRank: 2);

    /// <summary>Signed 64-bit integer: the type of counts and indices.</summary>
    public static readonly DType Int64 = new("int64", typeof(long), 8, promotionRank: 3);

    /// <summary>IEEE 754 single precision: the type of weights and activations.</summary>
    public static readonly DType Float32 = new("float32", typeof(float), 4, promotionRank: 4);

    /// <summary>IEEE 754 double precision.</summary>
    public static readonly DType Float64 = new("float64", typeof(double), 8, promotionRank: 5);

    private static readonly DType[] All = [Bool, UInt8, Int32, Int64, Float32, Float64];

    private readonly int promotionRank;

    private DType(string name, Type clrType, int itemSize, int promotionRank)
    {
        Name = name;
        ClrType = clrType;
        ItemSize = itemSize;
        this.promotionRank = promotionRank;
    }

    /// <summary>NumPy's name of the type, such as <c>float32</c>.</summary>
    public string Name { get; }

    /// <summary>The .NET type of one element.</summary>
    public Type ClrType { get; }

    /// <summary>Bytes per element.</summary>
    public int ItemSize { get; }

    /// <summary>Whether this is <see cref="Float32"/> or <see cref="Float64"/>, the differentiable types.</summary>
    public bool IsFloating => promotionRank >= Float32.promotionRank;

    /// <summary>Whether this is <see cref="UInt8"/>, <see cref="Int32"/> or <see cref="Int64"/>.</summary>
    public bool IsInteger => promotionRank > Bool.promotionRank && !IsFloating;

    /// <summary>The type named <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static DType Parse(string name) =>
        Array.Find(All, type => type.Name == name)
            ?? throw new ArgumentException(Identifiers.Unknown("dtype", name, All.Select(type => type.Name)), nameof(name));

    /// <summary>The type with elements of type <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">Tensors do not hold elements of that type.</exception>
    public static DType Of<T>() => Of(typeof(T));

    /// <summary>The type with elements of type <paramref name="clrType"/>.</summary>
    /// <exception cref="NotSupportedException">Tensors do not hold elements of that type.</exception>
    public static DType Of(Type clrType) =>
        Array.Find(All, type => type.ClrType == clrType) ?? throw new NotSupportedException(
            $"A tensor cannot hold elements of type {clrType}. The element types are bool, byte, int, long, float and double; convert "
            + "the values to one of them first.");

    /// <summary>
    /// The promoted type, as in NumPy: the larger of two integers or of two floats; float64 for a 32- or 64-bit integer with float32; the
    /// other type for bool.
    /// </summary>
    /// <remarks>Source: <see href="https://numpy.org/doc/stable/reference/arrays.promotion.html"/>.</remarks>
    public static DType Promote(DType a, DType b)
    {
        var (low, high) = a.promotionRank <= b.promotionRank ? (a, b) : (b, a);
        return high == Float32 && (low == Int32 || low == Int64) ? Float64 : high;
    }

    /// <summary>The type named by a string, as <see cref="Parse"/>.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator DType?(string? name) => name is null ? null : Parse(name);

    /// <summary>NumPy's name of the type.</summary>
    public override string ToString() => Name;
}
