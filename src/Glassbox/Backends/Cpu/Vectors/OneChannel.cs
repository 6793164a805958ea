using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>A channel by itself, for pixels of fewer than the smallest vector has.</summary>
internal readonly unsafe struct OneChannel<T> : IChannels<OneChannel<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private OneChannel(T value) => this.value = value;

    public static int Count => 1;

    public static OneChannel<T> Zero => new(T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> operator +(OneChannel<T> x, OneChannel<T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> operator -(OneChannel<T> x, OneChannel<T> y) => new(x.value - y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> operator *(OneChannel<T> x, OneChannel<T> y) => new(x.value * y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> operator /(OneChannel<T> x, OneChannel<T> y) => new(x.value / y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> All(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> Load(T* from) => new(*from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to) => *to = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(T* from) => Memory.Prefetch(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> Larger(OneChannel<T> x, OneChannel<T> y) => x.value > y.value ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> WhereLess(OneChannel<T> left, OneChannel<T> right, OneChannel<T> x, OneChannel<T> y) => left.value < right.value ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> WhereEqual(OneChannel<T> left, OneChannel<T> right, OneChannel<T> x, OneChannel<T> y) => left.value == right.value ? x : y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayHaveNaN(OneChannel<T> x) => T.IsNaN(x.value);

    // As numbers: the compiler reads four bytes where one is to become the bits of a float.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> Whole(int number) => new(T.CreateTruncating(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> LoadWhole<TKept>(TKept* from) where TKept : unmanaged => Whole(sizeof(TKept) == 1 ? *(byte*)from : *(int*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWhole<TKept>(TKept* to) where TKept : unmanaged
    {
        if (sizeof(TKept) == 1)
        {
            *(byte*)to = byte.CreateTruncating(value);
        }
        else
        {
            *(int*)to = int.CreateTruncating(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneChannel<T> WhereSame(OneChannel<T> left, OneChannel<T> right, OneChannel<T> x) => left.value == right.value ? x : Zero;
}
