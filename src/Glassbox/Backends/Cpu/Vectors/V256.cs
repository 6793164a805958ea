using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>A vector of 256 bits.</summary>
internal readonly unsafe partial struct V256<T> : IVector<V256<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector256<T> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V256(Vector256<T> value) => this.value = value;

    public static int Count => Vector256<T>.Count;

    public static V256<T> Zero => new(Vector256<T>.Zero);

    public static V256<T> One => new(Vector256<T>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator +(V256<T> x, V256<T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> x, V256<T> y) => new(x.value - y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator *(V256<T> x, V256<T> y) => new(x.value * y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator /(V256<T> x, V256<T> y) => new(x.value / y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> operator -(V256<T> x) => new(-x.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Number(double value) => new(Vector256.Create(T.CreateTruncating(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> All(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Load(T* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> MultiplyAdd(V256<T> x, V256<T> y, V256<T> sum) => new(FusedVector.MultiplyAdd(x.value, y.value, sum.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Abs(V256<T> x) => new(Vector256.Abs(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> SquareRoot(V256<T> x) => new(Vector256.Sqrt(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> CopySign(V256<T> value, V256<T> sign) => new(Vector256.CopySign(value.value, sign.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Max(V256<T> x, V256<T> y) => new(Vector256.Max(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Min(V256<T> x, V256<T> y) => new(Vector256.Min(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> MaxOrSecond(V256<T> x, V256<T> y) => new(Vector256.MaxNative(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> MinOrSecond(V256<T> x, V256<T> y) => new(Vector256.MinNative(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> WhereLess(V256<T> left, V256<T> right, V256<T> x, V256<T> y) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left.value, right.value), x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> WhereLessOrEqual(V256<T> left, V256<T> right, V256<T> x, V256<T> y) =>
        new(Vector256.ConditionalSelect(Vector256.LessThanOrEqual(left.value, right.value), x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> WhereEqual(V256<T> left, V256<T> right, V256<T> x, V256<T> y) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(left.value, right.value), x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Scale(V256<T> x, V256<T> n)
    {
        // In two factors, since n exceeds the exponent range of a single one.
        var half = typeof(T) == typeof(float)
            ? Vector256.As<float, T>(Vector256.Floor(Vector256.As<T, float>((n * Number(0.5)).value)))
            : Vector256.As<double, T>(Vector256.Floor(Vector256.As<T, double>((n * Number(0.5)).value)));
        return new(x.value * PowerOfTwo(half) * PowerOfTwo(n.value - half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Log(V256<T> x) => typeof(T) == typeof(float)
        ? new(Vector256.As<float, T>(Vector256.Log(Vector256.As<T, float>(x.value))))
        : new(Vector256.As<double, T>(Vector256.Log(Vector256.As<T, double>(x.value))));

    /// <summary>2ⁿ for integers n in the exponent range: the low bits of the sum are the exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> PowerOfTwo(Vector256<T> n) => typeof(T) == typeof(float)
        ? Vector256.As<int, T>(Vector256.As<T, int>(n + Number(WholeNumbers.Single + 127).value) << 23)
        : Vector256.As<long, T>(Vector256.As<T, long>(n + Number(WholeNumbers.Double + 1023).value) << 52);
}
