using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// A floating-point vector of a fixed width, so that a formula is written once and compiled for each width. (The framework's
/// <see cref="Vector{T}"/> has 256 bits even where the processor has 512.)
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe interface IVector<TSelf, T> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>,
    IUnaryNegationOperators<TSelf, TSelf>
    where TSelf : struct, IVector<TSelf, T>
    where T : unmanaged
{
    /// <summary>The number of elements.</summary>
    static abstract int Count { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf One { get; }

    /// <summary>Broadcasts a constant.</summary>
    static abstract TSelf Number(double value);

    /// <summary>Broadcasts a value.</summary>
    static abstract TSelf All(T value);

    static abstract TSelf Load(T* from);

    void Store(T* to);

    /// <summary>
    /// A non-temporal store, to an address aligned to the vector size: see <see cref="Memory.IsNonTemporal{T}(T*, int)"/>.
    /// </summary>
    void StorePast(T* to);

    /// <summary>x · y + sum, fused where the processor supports it.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf sum);

    static abstract TSelf Abs(TSelf x);

    static abstract TSelf SquareRoot(TSelf x);

    static abstract TSelf CopySign(TSelf value, TSelf sign);

    /// <summary>The maximum; NaN propagates.</summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>The minimum; NaN propagates.</summary>
    static abstract TSelf Min(TSelf x, TSelf y);

    /// <summary>The maximum; the second operand if either is NaN.</summary>
    static abstract TSelf MaxOrSecond(TSelf x, TSelf y);

    /// <summary>The minimum; the second operand if either is NaN.</summary>
    static abstract TSelf MinOrSecond(TSelf x, TSelf y);

    /// <summary>x where left &lt; right, y elsewhere.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf x, TSelf y);

    /// <summary>x where left ≤ right, y elsewhere.</summary>
    static abstract TSelf WhereLessOrEqual(TSelf left, TSelf right, TSelf x, TSelf y);

    /// <summary>x where left = right, y elsewhere.</summary>
    static abstract TSelf WhereEqual(TSelf left, TSelf right, TSelf x, TSelf y);

    /// <summary>x · 2ⁿ, rounded once, for integers n up to twice the exponent range.</summary>
    static abstract TSelf Scale(TSelf x, TSelf n);

    /// <summary>The platform's logarithm.</summary>
    static abstract TSelf Log(TSelf x);
}

/// <summary>Constants whose ulp is one: adding and subtracting one rounds a smaller value to the nearest integer.</summary>
internal static class WholeNumbers
{
    public const double Single = 3 << 22;

    public const double Double = 3L << 51;
}
