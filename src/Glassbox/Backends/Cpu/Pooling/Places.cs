using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Which element of a window was chosen, for a vector of channels: whole numbers as wide as the elements of T while they are computed with, bytes or 32-bit integers (TPlace) where they are kept.
/// </summary>
internal static unsafe class Places<T, TPlace> where T : unmanaged where TPlace : unmanaged
{
    /// <summary>The same place in all channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(int place) => sizeof(T) == sizeof(int) ? new Vector<int>(place).As<int, T>() : new Vector<long>(place).As<long, T>();

    /// <summary>All bits set where the places are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Same(Vector<T> a, Vector<T> b) =>
        sizeof(T) == sizeof(int) ? Vector.Equals(a.As<T, int>(), b.As<T, int>()).As<int, T>() : Vector.Equals(a.As<T, long>(), b.As<T, long>()).As<long, T>();

    /// <summary>Reads the places of as many channels as a vector has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Load(TPlace* from)
    {
        var whole = Lower((byte*)from).As<byte, uint>();
        if (sizeof(TPlace) == 1)
        {
            whole = Vector.WidenLower(Vector.WidenLower(whole.As<uint, byte>()));
        }

        return sizeof(T) == sizeof(int) ? whole.As<uint, T>() : Vector.WidenLower(whole).As<ulong, T>();
    }

    /// <summary>Writes the places of as many channels as a vector has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<T> places, TPlace* to)
    {
        var whole = places.As<T, uint>();
        if (sizeof(T) == sizeof(long))
        {
            whole = Vector.Narrow(places.As<T, ulong>(), places.As<T, ulong>());
        }

        if (sizeof(TPlace) == 1)
        {
            var halves = Vector.Narrow(whole, whole);
            whole = Vector.Narrow(halves, halves).As<byte, uint>();
        }

        StoreLower(whole.As<uint, byte>(), (byte*)to);
    }

    /// <summary>Writes the places of four neighbouring vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<T> places0, Vector<T> places1, Vector<T> places2, Vector<T> places3, TPlace* to)
    {
        if (sizeof(T) == sizeof(int) && sizeof(TPlace) == 1)
        {
            var (low, high) = (Vector.Narrow(places0.As<T, uint>(), places1.As<T, uint>()), Vector.Narrow(places2.As<T, uint>(), places3.As<T, uint>()));
            Vector.Narrow(low, high).Store((byte*)to);
            return;
        }

        Store(places0, to);
        Store(places1, to + Vector<T>.Count);
        Store(places2, to + (2 * Vector<T>.Count));
        Store(places3, to + (3 * Vector<T>.Count));
    }

    /// <summary>Bytes that the places of a vector take.</summary>
    private static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector<T>.Count * sizeof(TPlace);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<byte> Lower(byte* from) => Bytes switch
    {
        2 => Vector.CreateScalarUnsafe(*(ushort*)from).As<ushort, byte>(),
        4 => Vector.CreateScalarUnsafe(*(uint*)from).As<uint, byte>(),
        8 => Vector.CreateScalarUnsafe(*(ulong*)from).As<ulong, byte>(),
        _ => Half(from),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLower(Vector<byte> places, byte* to)
    {
        switch (Bytes)
        {
            case 2: *(ushort*)to = places.As<byte, ushort>()[0]; break;
            case 4: *(uint*)to = places.As<byte, uint>()[0]; break;
            case 8: *(ulong*)to = places.As<byte, ulong>()[0]; break;
            default: Unsafe.CopyBlockUnaligned(to, &places, (uint)Bytes); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<byte> Half(byte* from)
    {
        var places = Vector<byte>.Zero;
        Unsafe.CopyBlockUnaligned(&places, from, (uint)Bytes);
        return places;
    }
}
