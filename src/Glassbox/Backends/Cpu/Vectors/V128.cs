using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>A vector of 128 bits.</summary>
internal readonly unsafe partial struct V128<T> : IVector<V128<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector128<T> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V128(Vector128<T> value) => this.value = value;

    public static int Count => Vector128<T>.Count;

    public static V128<T> Zero => new(Vector128<T>.Zero);

    public static V128<T> One => new(Vector128<T>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator +(V128<T> x, V128<T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> x, V128<T> y) => new(x.value - y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator *(V128<T> x, V128<T> y) => new(x.value * y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator /(V128<T> x, V128<T> y) => new(x.value / y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> operator -(V128<T> x) => new(-x.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Number(double value) => new(Vector128.Create(T.CreateTruncating(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> All(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Load(T* from) => new(Vector128.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> MultiplyAdd(V128<T> x, V128<T> y, V128<T> sum) => new(FusedVector.MultiplyAdd(x.value, y.value, sum.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Abs(V128<T> x) => new(Vector128.Abs(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> SquareRoot(V128<T> x) => new(Vector128.Sqrt(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> CopySign(V128<T> value, V128<T> sign) => new(Vector128.CopySign(value.value, sign.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Max(V128<T> x, V128<T> y) => new(Vector128.Max(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Min(V128<T> x, V128<T> y) => new(Vector128.Min(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> MaxOrSecond(V128<T> x, V128<T> y) => new(Vector128.MaxNative(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> MinOrSecond(V128<T> x, V128<T> y) => new(Vector128.MinNative(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> WhereLess(V128<T> left, V128<T> right, V128<T> x, V128<T> y) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left.value, right.value), x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> WhereLessOrEqual(V128<T> left, V128<T> right, V128<T> x, V128<T> y) =>
        new(Vector128.ConditionalSelect(Vector128.LessThanOrEqual(left.value, right.value), x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> WhereEqual(V128<T> left, V128<T> right, V128<T> x, V128<T> y) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(left.value, right.value), x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Scale(V128<T> x, V128<T> n)
    {
        // In two factors, since n exceeds the exponent range of a single one.
        var half = typeof(T) == typeof(float)
            ? Vector128.As<float, T>(Vector128.Floor(Vector128.As<T, float>((n * Number(0.5)).value)))
            : Vector128.As<double, T>(Vector128.Floor(Vector128.As<T, double>((n * Number(0.5)).value)));
        return new(x.value * PowerOfTwo(half) * PowerOfTwo(n.value - half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Log(V128<T> x) => typeof(T) == typeof(float)
        ? new(Vector128.As<float, T>(Vector128.Log(Vector128.As<T, float>(x.value))))
        : new(Vector128.As<double, T>(Vector128.Log(Vector128.As<T, double>(x.value))));

    /// <summary>2ⁿ for integers n in the exponent range: the low bits of the sum are the exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> PowerOfTwo(Vector128<T> n) => typeof(T) == typeof(float)
        ? Vector128.As<int, T>(Vector128.As<T, int>(n + Number(WholeNumbers.Single + 127).value) << 23)
        : Vector128.As<long, T>(Vector128.As<T, long>(n + Number(WholeNumbers.Double + 1023).value) << 52);
}
