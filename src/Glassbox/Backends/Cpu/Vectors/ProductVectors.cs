using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>A vector of a fixed width for the microkernels, of floating-point or integer elements.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="T">The element type.</typeparam>
internal unsafe interface IProductVector<TSelf, T> : IAdditionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, IProductVector<TSelf, T>
    where T : unmanaged
{
    /// <summary>The number of elements.</summary>
    static abstract int Count { get; }

    /// <summary>The rows of a register tile two vectors wide: as many as the register file holds.</summary>
    static abstract int TileRows { get; }

    static abstract TSelf Zero { get; }

    /// <summary>Broadcasts a value.</summary>
    static abstract TSelf All(T value);

    static abstract TSelf Load(T* from);

    void Store(T* to);

    /// <summary>x · y + sum, fused where the processor supports it.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf sum);

    /// <summary>The maximum; the second operand if either is NaN.</summary>
    static abstract TSelf MaxOrSecond(TSelf x, TSelf y);
}

/// <summary>
/// 128 bits. A tile of 4 rows: its 8 accumulators fit SSE's 16 registers, and suffice to hide the latency of two multiply-add units; also
/// used on NEON.
/// </summary>
internal readonly unsafe struct ProductVector128<T> : IProductVector<ProductVector128<T>, T> where T : unmanaged, INumber<T>
{
    private readonly Vector128<T> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ProductVector128(Vector128<T> value) => this.value = value;

    public static int Count => Vector128<T>.Count;

    public static int TileRows => 4;

    public static ProductVector128<T> Zero => new(Vector128<T>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector128<T> operator +(ProductVector128<T> x, ProductVector128<T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector128<T> All(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector128<T> Load(T* from) => new(Vector128.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector128<T> MultiplyAdd(ProductVector128<T> x, ProductVector128<T> y, ProductVector128<T> sum) =>
        new(FusedVector.MultiplyAdd(x.value, y.value, sum.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector128<T> MaxOrSecond(ProductVector128<T> x, ProductVector128<T> y) =>
        new(Vector128.MaxNative(x.value, y.value));
}

/// <summary>
/// 256 bits (AVX2). A tile of 6 rows: 12 accumulators, the two vectors of b and a broadcast element of a use 15 of the 16 registers.
/// </summary>
internal readonly unsafe struct ProductVector256<T> : IProductVector<ProductVector256<T>, T> where T : unmanaged, INumber<T>
{
    private readonly Vector256<T> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ProductVector256(Vector256<T> value) => this.value = value;

    public static int Count => Vector256<T>.Count;

    public static int TileRows => 6;

    public static ProductVector256<T> Zero => new(Vector256<T>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector256<T> operator +(ProductVector256<T> x, ProductVector256<T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector256<T> All(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector256<T> Load(T* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector256<T> MultiplyAdd(ProductVector256<T> x, ProductVector256<T> y, ProductVector256<T> sum) =>
        new(FusedVector.MultiplyAdd(x.value, y.value, sum.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector256<T> MaxOrSecond(ProductVector256<T> x, ProductVector256<T> y) =>
        new(Vector256.MaxNative(x.value, y.value));
}

/// <summary>
/// 512 bits (AVX-512). A tile of 12 rows: 24 accumulators, the two vectors of b and a broadcast element of a use 27 of the 32 registers.
/// </summary>
internal readonly unsafe struct ProductVector512<T> : IProductVector<ProductVector512<T>, T> where T : unmanaged, INumber<T>
{
    private readonly Vector512<T> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ProductVector512(Vector512<T> value) => this.value = value;

    public static int Count => Vector512<T>.Count;

    public static int TileRows => 12;

    public static ProductVector512<T> Zero => new(Vector512<T>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector512<T> operator +(ProductVector512<T> x, ProductVector512<T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector512<T> All(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector512<T> Load(T* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector512<T> MultiplyAdd(ProductVector512<T> x, ProductVector512<T> y, ProductVector512<T> sum) =>
        new(FusedVector.MultiplyAdd(x.value, y.value, sum.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ProductVector512<T> MaxOrSecond(ProductVector512<T> x, ProductVector512<T> y) =>
        new(Vector512.MaxNative(x.value, y.value));
}
