using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Glassbox.Backends.Cpu;

internal readonly unsafe partial struct V256<T> : IChannels<V256<T>, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(T* from) => Memory.Prefetch(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePast(T* to) => value.StoreAlignedNonTemporal(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Larger(V256<T> x, V256<T> y) => new(Vector256.MaxNative(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayHaveNaN(V256<T> x) => !Vector256.EqualsAll(x.value, x.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> Whole(int number) =>
        new(sizeof(T) == sizeof(int) ? Vector256.Create(number).As<int, T>() : Vector256.Create((long)number).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> LoadWhole<TKept>(TKept* from) where TKept : unmanaged => new((sizeof(T), sizeof(TKept)) switch
    {
        (4, 1) => Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(*(ulong*)from).AsByte()).As<int, T>(),
        (4, _) => Vector256.Load((int*)from).As<int, T>(),
        (_, 1) => Avx2.ConvertToVector256Int64(Vector128.CreateScalarUnsafe(*(uint*)from).AsByte()).As<long, T>(),
        _ => Avx2.ConvertToVector256Int64(Vector128.Load((int*)from)).As<long, T>(),
    });

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWhole<TKept>(TKept* to) where TKept : unmanaged
    {
        if (sizeof(T) == sizeof(int) && sizeof(TKept) == sizeof(int))
        {
            value.As<T, int>().Store((int*)to);
            return;
        }

        // Narrowed to half the width twice.
        var (lower, upper) = (value.GetLower(), value.GetUpper());
        var half = sizeof(T) == sizeof(int)
            ? Vector128.Narrow(lower.As<T, uint>(), upper.As<T, uint>()).AsByte()
            : Vector128.Narrow(lower.As<T, ulong>(), upper.As<T, ulong>()).AsByte();
        switch (sizeof(T), sizeof(TKept))
        {
            case (4, 1): *(ulong*)to = Vector128.Narrow(half.AsUInt16(), half.AsUInt16()).AsUInt64().ToScalar(); break;
            case (_, 1): *(uint*)to = V128<T>.Bytes(half.AsUInt32()); break;
            default: half.Store((byte*)to); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V256<T> WhereSame(V256<T> left, V256<T> right, V256<T> x) => new(sizeof(T) == sizeof(int)
        ? Vector256.Equals(left.value.As<T, int>(), right.value.As<T, int>()).As<int, T>() & x.value
        : Vector256.Equals(left.value.As<T, long>(), right.value.As<T, long>()).As<long, T>() & x.value);
}
