using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Glassbox.Backends.Cpu;

internal readonly unsafe partial struct V512<T> : IChannels<V512<T>, T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(T* from) => Memory.Prefetch(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePast(T* to) => value.StoreAlignedNonTemporal(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Larger(V512<T> x, V512<T> y) => new(Vector512.MaxNative(x.value, y.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayHaveNaN(V512<T> x) => !Vector512.EqualsAll(x.value, x.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> Whole(int number) =>
        new(sizeof(T) == sizeof(int) ? Vector512.Create(number).As<int, T>() : Vector512.Create((long)number).As<long, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> LoadWhole<TKept>(TKept* from) where TKept : unmanaged => new((sizeof(T), sizeof(TKept)) switch
    {
        (4, 1) => Avx512F.ConvertToVector512Int32(Vector128.Load((byte*)from)).As<int, T>(),
        (4, _) => Vector512.Load((int*)from).As<int, T>(),
        (_, 1) => Avx512F.ConvertToVector512Int64(Vector128.CreateScalarUnsafe(*(ulong*)from).AsByte()).As<long, T>(),
        _ => Avx512F.ConvertToVector512Int64(Vector256.Load((int*)from)).As<long, T>(),
    });

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWhole<TKept>(TKept* to) where TKept : unmanaged
    {
        switch (sizeof(T), sizeof(TKept))
        {
            case (4, 1):
                // The instruction that narrows to bytes and stores decodes to many micro-operations.
                var words = Avx512F.ConvertToVector256Int16(value.As<T, int>());
                Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper()).Store((byte*)to);
                break;
            case (4, _): value.As<T, int>().Store((int*)to); break;
            case (_, 1): *(ulong*)to = Avx512F.ConvertToVector128Byte(value.As<T, long>()).AsUInt64().ToScalar(); break;
            default: Avx512F.ConvertToVector256Int32(value.As<T, long>()).Store((int*)to); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V512<T> WhereSame(V512<T> left, V512<T> right, V512<T> x) => new(sizeof(T) == sizeof(int)
        ? Vector512.ConditionalSelect(Vector512.Equals(left.value.As<T, int>(), right.value.As<T, int>()).As<int, T>(), x.value,
        Vector512<T>.Zero)
        : Vector512.ConditionalSelect(Vector512.Equals(left.value.As<T, long>(), right.value.As<T, long>()).As<long, T>(), x.value,
        Vector512<T>.Zero));
}
