using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Glassbox.Backends.Cpu;

internal readonly unsafe partial struct V128<T> : IChannels<V128<T>, T>
{
    /// <summary>The first element.</summary>
    internal T First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value.ToScalar();
    }

    /// <summary>The first element as an integer.</summary>
    internal int FirstWhole
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => value.As<T, int>().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(T* from) => Memory.Prefetch(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePast(T* to) => value.StoreAlignedNonTemporal(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Larger(V128<T> x, V128<T> y) =>
        new(Sse2.IsSupported ? Vector128.MaxNative(x.value, y.value)
        : Vector128.ConditionalSelect(Vector128.GreaterThan(x.value, y.value), x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayHaveNaN(V128<T> x) => !Vector128.EqualsAll(x.value, x.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> Whole(int number) =>
        new(sizeof(T) == sizeof(int) ? Vector128.Create(number).As<int, T>() : Vector128.Create((long)number).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> LoadWhole<TKept>(TKept* from) where TKept : unmanaged
    {
        if (sizeof(T) == sizeof(int))
        {
            return new((sizeof(TKept) == 1 ? Widened(*(uint*)from) : Vector128.Load((uint*)from)).As<uint, T>());
        }

        var lower = sizeof(TKept) == 1 ? Widened(*(ushort*)from) : Vector128.CreateScalarUnsafe(*(ulong*)from).AsUInt32();
        return new(Vector128.WidenLower(lower).As<ulong, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWhole<TKept>(TKept* to) where TKept : unmanaged
    {
        var whole = sizeof(T) == sizeof(int) ? value.As<T, uint>() : Vector128.Narrow(value.As<T, ulong>(), value.As<T, ulong>());
        switch (sizeof(T), sizeof(TKept))
        {
            case (4, 1): *(uint*)to = Bytes(whole); break;
            case (4, _): whole.Store((uint*)to); break;
            case (_, 1): *(ushort*)to = (ushort)Bytes(whole); break;
            default: *(ulong*)to = whole.AsUInt64().ToScalar(); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V128<T> WhereSame(V128<T> left, V128<T> right, V128<T> x) => new(sizeof(T) == sizeof(int)
        ? Vector128.Equals(left.value.As<T, int>(), right.value.As<T, int>()).As<int, T>() & x.value
        : Vector128.Equals(left.value.As<T, long>(), right.value.As<T, long>()).As<long, T>() & x.value);

    /// <summary>Narrows four integers to bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Bytes(Vector128<uint> whole)
    {
        var halves = Vector128.Narrow(whole, whole);
        return Vector128.Narrow(halves, halves).AsUInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Widened(uint bytes) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte()));
}
