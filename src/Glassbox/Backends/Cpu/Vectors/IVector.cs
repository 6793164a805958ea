using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// A vector of numbers of one width, so that a formula is written once and compiled for each width. (The framework's own
/// <see cref="Vector{T}"/> has 256 bits where the processor has 512.)
/// </summary>
/// <typeparam name="TSelf">The vector itself.</typeparam>
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
    /// <summary>How many numbers it has.</summary>
    static abstract int Count { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf One { get; }

    /// <summary>The same number in each place.</summary>
    static abstract TSelf Number(double value);

    /// <summary>The same number in each place.</summary>
    static abstract TSelf All(T value);

    static abstract TSelf Load(T* from);

    void Store(T* to);

    /// <summary>
    /// Writes to memory past the caches, to an address that a multiple of the vector's size is: see
    /// <see cref="Memory.IsNonTemporal{T}(T*, int)"/>.
    /// </summary>
    void StorePast(T* to);

    /// <summary>x · y + sum, in one rounding where the processor has it.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf sum);

    static abstract TSelf Abs(TSelf x);

    static abstract TSelf SquareRoot(TSelf x);

    static abstract TSelf CopySign(TSelf value, TSelf sign);

    /// <summary>The larger one, NaN where one is.</summary>
    static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>The smaller one, NaN where one is.</summary>
    static abstract TSelf Min(TSelf x, TSelf y);

    /// <summary>The larger one, the second where one is NaN.</summary>
    static abstract TSelf MaxOrSecond(TSelf x, TSelf y);

    /// <summary>The smaller one, the second where one is NaN.</summary>
    static abstract TSelf MinOrSecond(TSelf x, TSelf y);

    /// <summary>x where left &lt; right, y elsewhere.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf x, TSelf y);

    /// <summary>x where left ≤ right, y elsewhere.</summary>
    static abstract TSelf WhereLessOrEqual(TSelf left, TSelf right, TSelf x, TSelf y);

    /// <summary>x where left = right, y elsewhere.</summary>
    static abstract TSelf WhereEqual(TSelf left, TSelf right, TSelf x, TSelf y);

    /// <summary>x · 2ⁿ, rounded once, of integers n up to twice what an exponent can be.</summary>
    static abstract TSelf Scale(TSelf x, TSelf n);

    /// <summary>The platform's logarithm.</summary>
    static abstract TSelf Log(TSelf x);
}

/// <summary>
/// Numbers so large that their last place is one: added to a smaller number and taken off again, they leave the nearest integer.
/// </summary>
internal static class WholeNumbers
{
    public const double Single = 3 << 22;

    public const double Double = 3L << 51;
}
