using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

/// <summary>An element-wise binary function over rows: row and row, scalar and row, row and scalar.</summary>
internal interface IBinaryOperator<T>
{
    static abstract void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y);

    static abstract void Run(ReadOnlySpan<T> a, T b, Span<T> y);

    static abstract void Run(T a, ReadOnlySpan<T> b, Span<T> y);
}

internal readonly struct Add<T> : IBinaryOperator<T> where T : INumber<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(a, b, y);

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Add(a, b, y);

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Add(b, a, y);
}

internal readonly struct Subtract<T> : IBinaryOperator<T> where T : INumber<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Subtract(a, b, y);
}

internal readonly struct Multiply<T> : IBinaryOperator<T> where T : INumber<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Multiply(a, b, y);

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Multiply(b, a, y);
}

internal readonly struct Divide<T> : IBinaryOperator<T> where T : IFloatingPointIeee754<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Divide(a, b, y);

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Divide(a, b, y);

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Divide(a, b, y);
}

internal readonly struct Maximum<T> : IBinaryOperator<T> where T : INumber<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Max(a, b, y);

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Max(a, b, y);

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Max(b, a, y);
}

internal readonly struct Minimum<T> : IBinaryOperator<T> where T : INumber<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(a, b, y);

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Min(a, b, y);

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Min(b, a, y);
}

internal readonly struct Power<T> : IBinaryOperator<T> where T : IFloatingPointIeee754<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Pow(a, b, y);

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y) => TensorPrimitives.Pow(a, b, y);

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y) => TensorPrimitives.Pow(a, b, y);
}

/// <summary>A scalar binary function for which the platform has no vectorized loop.</summary>
internal interface IScalarOperator<T>
{
    static abstract T Of(T a, T b);
}

/// <summary>Lifts a scalar function to rows.</summary>
internal readonly struct EachOf<T, TOp> : IBinaryOperator<T> where TOp : IScalarOperator<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Of(a[i], b[i]);
        }
    }

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Of(a[i], b);
        }
    }

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = TOp.Of(a, b[i]);
        }
    }
}

/// <summary>
/// Floor division as in NumPy: the dividend minus the remainder is very nearly a multiple of the divisor, so that the quotient is the
/// nearest integer. (The floor of the rounded quotient would be inconsistent with the remainder: 1 / 0.1 rounds to 10, but 1 is 9 · 0.1
/// plus a remainder.)
/// </summary>
internal readonly struct FloorDivide<T> : IScalarOperator<T> where T : IFloatingPointIeee754<T>
{
    public static T Of(T a, T b)
    {
        if (b == T.Zero)
        {
            return a / b;
        }

        var remainder = a % b;
        var quotient = T.Round((a - remainder) / b);
        return remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(b) ? quotient - T.One : quotient;
    }
}

/// <summary>The remainder of floor division, with the sign of the divisor, as in Python.</summary>
internal readonly struct FloorRemainder<T> : IScalarOperator<T> where T : IFloatingPointIeee754<T>
{
    public static T Of(T a, T b)
    {
        var remainder = a % b;
        return remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(b) ? remainder + b : remainder;
    }
}

/// <summary>Floor division of integers; zero for a zero divisor, as in NumPy.</summary>
internal readonly struct IntegerFloorDivide<T> : IScalarOperator<T> where T : IBinaryInteger<T>
{
    public static T Of(T a, T b)
    {
        if (b == T.Zero)
        {
            return T.Zero;
        }

        // The minimum value has no positive counterpart: dividing it by -1 traps, negating it wraps around.
        if (b + T.One == T.Zero && T.IsNegative(b))
        {
            return T.Zero - a;
        }

        var (quotient, remainder) = T.DivRem(a, b);
        return remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(b) ? quotient - T.One : quotient;
    }
}

/// <summary>The remainder of integer floor division; zero for a zero divisor, as in NumPy.</summary>
internal readonly struct IntegerFloorRemainder<T> : IScalarOperator<T> where T : IBinaryInteger<T>
{
    public static T Of(T a, T b) => b == T.Zero ? T.Zero : a - (IntegerFloorDivide<T>.Of(a, b) * b);
}

/// <summary>Integer power by repeated multiplication; the exponents are known not to be negative.</summary>
internal readonly struct IntegerPower<T> : IScalarOperator<T> where T : IBinaryInteger<T>
{
    public static T Of(T a, T b)
    {
        var result = T.One;
        for (; b > T.Zero; b >>= 1, a *= a)
        {
            if (T.IsOddInteger(b))
            {
                result *= a;
            }
        }

        return result;
    }
}
