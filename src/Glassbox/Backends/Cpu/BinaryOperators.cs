using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

/// <summary>An element-wise function of two operands over whole rows: of two rows, of a number and a row, and the other way round.</summary>
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

/// <summary>An element-wise function of two operands that the platform has no vectorized loop for.</summary>
internal interface IScalarOperator<T>
{
    static abstract T Of(T a, T b);
}

/// <summary>Turns a function of two numbers into one of rows.</summary>
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
/// The quotient rounded down, as NumPy does it: what the remainder leaves is very nearly a multiple of the divisor, and the quotient is the
/// nearest integer. (The floor of the rounded quotient would not fit the remainder: 1 / 0.1 rounds to 10, but 1 is 9 · 0.1 and a
/// remainder.)
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

/// <summary>What the quotient rounded down leaves: it has the sign of the divisor, as in Python.</summary>
internal readonly struct FloorRemainder<T> : IScalarOperator<T> where T : IFloatingPointIeee754<T>
{
    public static T Of(T a, T b)
    {
        var remainder = a % b;
        return remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(b) ? remainder + b : remainder;
    }
}

/// <summary>The quotient of integers rounded down; zero where the divisor is, as in NumPy.</summary>
internal readonly struct IntegerFloorDivide<T> : IScalarOperator<T> where T : IBinaryInteger<T>
{
    public static T Of(T a, T b)
    {
        if (b == T.Zero)
        {
            return T.Zero;
        }

        // The smallest number has no positive counterpart: dividing it by -1 traps, negating it wraps around.
        if (b + T.One == T.Zero && T.IsNegative(b))
        {
            return T.Zero - a;
        }

        var (quotient, remainder) = T.DivRem(a, b);
        return remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(b) ? quotient - T.One : quotient;
    }
}

/// <summary>What the quotient rounded down leaves; zero where the divisor is, as in NumPy.</summary>
internal readonly struct IntegerFloorRemainder<T> : IScalarOperator<T> where T : IBinaryInteger<T>
{
    public static T Of(T a, T b) => b == T.Zero ? T.Zero : a - (IntegerFloorDivide<T>.Of(a, b) * b);
}

/// <summary>Repeated multiplication; the exponents are known not to be negative.</summary>
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
