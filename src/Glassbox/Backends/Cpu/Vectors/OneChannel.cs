using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// A single channel, for pixels with fewer channels than the smallest vector: the first element of a vector, so that comparisons behave
/// identically.
/// </summary>
internal readonly unsafe struct OneChannel<T> : IChannels<OneChannel<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly V128<T> value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private OneChannel(V128<T> value) => this.value = value;

    public static int Count => 1;

    public static OneChannel<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(V128<T>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> operator +(OneChannel<T> x, OneChannel<T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> operator -(OneChannel<T> x, OneChannel<T> y) => new(x.value - y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> operator *(OneChannel<T> x, OneChannel<T> y) => new(x.value * y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> operator /(OneChannel<T> x, OneChannel<T> y) => new(x.value / y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> All(T value) => new(V128<T>.All(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> Load(T* from) => new(V128<T>.All(*from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to) => *to = value.First;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(T* from) => Memory.Prefetch(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePast(T* to) => Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> Larger(OneChannel<T> x, OneChannel<T> y) => new(V128<T>.Larger(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> WhereLess(OneChannel<T> left, OneChannel<T> right, OneChannel<T> x, OneChannel<T> y) =>
        new(V128<T>.WhereLess(left.value, right.value, x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> WhereEqual(OneChannel<T> left, OneChannel<T> right, OneChannel<T> x, OneChannel<T> y) =>
        new(V128<T>.WhereEqual(left.value, right.value, x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayHaveNaN(OneChannel<T> x) => V128<T>.MayHaveNaN(x.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> Whole(int number) => new(V128<T>.Whole(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> LoadWhole<TKept>(TKept* from)
        where TKept : unmanaged => Whole(sizeof(TKept) == 1 ? *(byte*)from : *(int*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWhole<TKept>(TKept* to) where TKept : unmanaged
    {
        if (sizeof(TKept) == 1)
        {
            *(byte*)to = (byte)value.FirstWhole;
        }
        else
        {
            *(int*)to = value.FirstWhole;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> WhereSame(OneChannel<T> left, OneChannel<T> right, OneChannel<T> x) =>
        new(V128<T>.WhereSame(left.value, right.value, x.value));
}
