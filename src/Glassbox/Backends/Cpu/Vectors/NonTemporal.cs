using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Channels that are written with non-temporal stores. If the result exceeds the caches, none of it would stay there for its reader, and
/// each line would be loaded only to be overwritten: a third of the memory traffic of a pass.
/// </summary>
internal readonly unsafe struct NonTemporal<V, T> : IChannels<NonTemporal<V, T>, T> where V : struct, IChannels<V, T> where T : unmanaged
{
    private readonly V value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NonTemporal(V value) => this.value = value;

    public static int Count => V.Count;

    public static bool IsNonTemporal => true;

    public static NonTemporal<V, T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(V.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> operator +(NonTemporal<V, T> x, NonTemporal<V, T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> operator -(NonTemporal<V, T> x, NonTemporal<V, T> y) => new(x.value - y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> operator *(NonTemporal<V, T> x, NonTemporal<V, T> y) => new(x.value * y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> operator /(NonTemporal<V, T> x, NonTemporal<V, T> y) => new(x.value / y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> All(T value) => new(V.All(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> Load(T* from) => new(V.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to) => value.StorePast(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePast(T* to) => value.StorePast(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(T* from) => V.Prefetch(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> Larger(NonTemporal<V, T> x, NonTemporal<V, T> y) => new(V.Larger(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> WhereLess(NonTemporal<V, T> left, NonTemporal<V, T> right, NonTemporal<V, T> x, NonTemporal<V, T> y) =>
        new(V.WhereLess(left.value, right.value, x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> WhereEqual(NonTemporal<V, T> left, NonTemporal<V, T> right, NonTemporal<V, T> x, NonTemporal<V, T> y) =>
        new(V.WhereEqual(left.value, right.value, x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayHaveNaN(NonTemporal<V, T> x) => V.MayHaveNaN(x.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> Whole(int number) => new(V.Whole(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> LoadWhole<TKept>(TKept* from) where TKept : unmanaged => new(V.LoadWhole(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWhole<TKept>(TKept* to) where TKept : unmanaged => value.StoreWhole(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NonTemporal<V, T> WhereSame(NonTemporal<V, T> left, NonTemporal<V, T> right, NonTemporal<V, T> x) =>
        new(V.WhereSame(left.value, right.value, x.value));
}
