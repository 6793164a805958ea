using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>Channels in two vectors: independent operations hide latency, and common work is done once.</summary>
internal readonly unsafe struct VectorPair<V, T> : IChannels<VectorPair<V, T>, T> where V : struct, IChannels<V, T> where T : unmanaged
{
    private readonly V lower;
    private readonly V upper;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private VectorPair(V lower, V upper)
    {
        this.lower = lower;
        this.upper = upper;
    }

    public static int Count => 2 * V.Count;

    public static VectorPair<V, T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(V.Zero, V.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> operator +(VectorPair<V, T> x, VectorPair<V, T> y) => new(x.lower + y.lower, x.upper + y.upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> operator -(VectorPair<V, T> x, VectorPair<V, T> y) => new(x.lower - y.lower, x.upper - y.upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> operator *(VectorPair<V, T> x, VectorPair<V, T> y) => new(x.lower * y.lower, x.upper * y.upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> operator /(VectorPair<V, T> x, VectorPair<V, T> y) => new(x.lower / y.lower, x.upper / y.upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> All(T value)
    {
        var both = V.All(value);
        return new(both, both);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> Load(T* from) => new(V.Load(from), V.Load(from + V.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* to)
    {
        lower.Store(to);
        upper.Store(to + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(T* from)
    {
        V.Prefetch(from);
        V.Prefetch(from + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePast(T* to)
    {
        lower.StorePast(to);
        upper.StorePast(to + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> Larger(VectorPair<V, T> x, VectorPair<V, T> y) =>
        new(V.Larger(x.lower, y.lower), V.Larger(x.upper, y.upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> WhereLess(VectorPair<V, T> left, VectorPair<V, T> right, VectorPair<V, T> x, VectorPair<V, T> y) =>
        new(V.WhereLess(left.lower, right.lower, x.lower, y.lower), V.WhereLess(left.upper, right.upper, x.upper, y.upper));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> WhereEqual(VectorPair<V, T> left, VectorPair<V, T> right, VectorPair<V, T> x, VectorPair<V, T> y) =>
        new(V.WhereEqual(left.lower, right.lower, x.lower, y.lower), V.WhereEqual(left.upper, right.upper, x.upper, y.upper));

    /// <summary>A sum is NaN if one of its terms is (and for infinities of opposite sign).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayHaveNaN(VectorPair<V, T> x) => V.MayHaveNaN(x.lower + x.upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> Whole(int number)
    {
        var both = V.Whole(number);
        return new(both, both);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> LoadWhole<TKept>(TKept* from)
        where TKept : unmanaged => new(V.LoadWhole(from), V.LoadWhole(from + V.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWhole<TKept>(TKept* to) where TKept : unmanaged
    {
        lower.StoreWhole(to);
        upper.StoreWhole(to + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VectorPair<V, T> WhereSame(VectorPair<V, T> left, VectorPair<V, T> right, VectorPair<V, T> x) =>
        new(V.WhereSame(left.lower, right.lower, x.lower), V.WhereSame(left.upper, right.upper, x.upper));
}
