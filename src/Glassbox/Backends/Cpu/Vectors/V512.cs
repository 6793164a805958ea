using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Glassbox.Backends.Cpu;

/// <summary>A vector of 512 bits.</summary>
internal readonly unsafe partial struct V512<T> : IVector<V512<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector512<T> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private V512(Vector512<T> value) => this.value = value;

    public static int Count => Vector512<T>.Count;

    public static V512<T> Zero => new(Vector512<T>.Zero);

    public static V512<T> One => new(Vector512<T>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator +(V512<T> x, V512<T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> x, V512<T> y) => new(x.value - y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator *(V512<T> x, V512<T> y) => new(x.value * y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator /(V512<T> x, V512<T> y) => new(x.value / y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> operator -(V512<T> x) => new(-x.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Number(double value) => new(Vector512.Create(T.CreateTruncating(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> All(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Load(T* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> MultiplyAdd(V512<T> x, V512<T> y, V512<T> sum) => new(FusedVector.MultiplyAdd(x.value, y.value, sum.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Abs(V512<T> x) => new(Vector512.Abs(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> SquareRoot(V512<T> x) => new(Vector512.Sqrt(x.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> CopySign(V512<T> value, V512<T> sign) => new(Vector512.CopySign(value.value, sign.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Max(V512<T> x, V512<T> y) => new(Vector512.Max(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Min(V512<T> x, V512<T> y) => new(Vector512.Min(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> MaxOrSecond(V512<T> x, V512<T> y) => new(Vector512.MaxNative(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> MinOrSecond(V512<T> x, V512<T> y) => new(Vector512.MinNative(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> WhereLess(V512<T> left, V512<T> right, V512<T> x, V512<T> y) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left.value, right.value), x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> WhereLessOrEqual(V512<T> left, V512<T> right, V512<T> x, V512<T> y) =>
        new(Vector512.ConditionalSelect(Vector512.LessThanOrEqual(left.value, right.value), x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> WhereEqual(V512<T> left, V512<T> right, V512<T> x, V512<T> y) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(left.value, right.value), x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Scale(V512<T> x, V512<T> n)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? new(Vector512.As<float, T>(Avx512F.Scale(Vector512.As<T, float>(x.value), Vector512.As<T, float>(n.value))))
                : new(Vector512.As<double, T>(Avx512F.Scale(Vector512.As<T, double>(x.value), Vector512.As<T, double>(n.value))));
        }

        // In two factors, since n exceeds the exponent range of a single one.
        var half = typeof(T) == typeof(float)
            ? Vector512.As<float, T>(Vector512.Floor(Vector512.As<T, float>((n * Number(0.5)).value)))
            : Vector512.As<double, T>(Vector512.Floor(Vector512.As<T, double>((n * Number(0.5)).value)));
        return new(x.value * PowerOfTwo(half) * PowerOfTwo(n.value - half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Log(V512<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.As<float, T>(Vector512.Log(Vector512.As<T, float>(x.value))))
        : new(Vector512.As<double, T>(Vector512.Log(Vector512.As<T, double>(x.value))));

    /// <summary>2ⁿ for integers n in the exponent range: the low bits of the sum are the exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> PowerOfTwo(Vector512<T> n) => typeof(T) == typeof(float)
        ? Vector512.As<int, T>(Vector512.As<T, int>(n + Number(WholeNumbers.Single + 127).value) << 23)
        : Vector512.As<long, T>(Vector512.As<T, long>(n + Number(WholeNumbers.Double + 1023).value) << 52);
}
