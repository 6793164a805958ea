using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Glassbox.Backends.Cpu;

/// <summary>A vectorized <see cref="Philox"/>, for several positions at once.</summary>
internal static class PhiloxVectors
{
    /// <summary>
    /// The values in [0, 1) of the positions position, position + 2, + 4 and + 6, two each: <see cref="Philox.ToUnit"/> of the first two
    /// and of the last two words of <see cref="Philox.At"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe (Vector256<double> First, Vector256<double> Second) UnitsOfFour(ulong* keys, ulong position)
    {
        var (c0, c1, c2, c3) = Rounded(keys, Vector256.Create(position) + Vector256.Create(0ul, 2, 4, 6));
        return (Unit(c0, c1), Unit(c2, c3));

        static Vector256<double> Unit(Vector256<ulong> high, Vector256<ulong> low) =>
            Vector256.ConvertToDouble(Joined(low, high) >> 11) * Vector256.Create(1.0 / (1UL << 53));
    }

    /// <summary>The random words of four successive positions: the first two of each interleaved, and the last two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe (Vector256<uint> First, Vector256<uint> Second) NumbersOfFour(ulong* keys, ulong position)
    {
        var (c0, c1, c2, c3) = Rounded(keys, Vector256.Create(position) + Vector256.Create(0ul, 1, 2, 3));
        return (Joined(c0, c1).AsUInt32(), Joined(c2, c3).AsUInt32());
    }

    /// <summary>
    /// As <see cref="NumbersOfFour"/>, for two groups of eight positions. Each round depends on the previous one, so two independent
    /// sequences are interleaved to hide the latency.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe (Vector512<uint> First, Vector512<uint> Second, Vector512<uint> Third,
        Vector512<uint> Fourth) NumbersOfTwiceEight(ulong* keys, ulong position)
    {
        var a0 = Vector512.Create(position) + Vector512.Create(0ul, 1, 2, 3, 4, 5, 6, 7);
        var b0 = a0 + Vector512.Create(8ul);
        Vector512<ulong> a1 = a0 >> 32, a2 = default, a3 = default;
        Vector512<ulong> b1 = b0 >> 32, b2 = default, b3 = default;
        for (var end = keys + KeyCount; keys < end; keys += 4)
        {
            Round(keys, ref a0, ref a1, ref a2, ref a3);
            Round(keys, ref b0, ref b1, ref b2, ref b3);
            Round(keys + 2, ref a0, ref a1, ref a2, ref a3);
            Round(keys + 2, ref b0, ref b1, ref b2, ref b3);
        }

        return (Joined(a0, a1), Joined(a2, a3), Joined(b0, b1), Joined(b2, b3));

        static Vector512<uint> Joined(Vector512<ulong> low, Vector512<ulong> high) =>
            ((high << 32) | (low & Vector512.Create(0xFFFF_FFFFul))).AsUInt32();
    }

    /// <summary>
    /// The random words of four positions, each in the lower half of a 64-bit lane; the upper halves of some are undefined.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe (Vector256<ulong> A, Vector256<ulong> B, Vector256<ulong> C, Vector256<ulong> D) Rounded(ulong* keys,
        Vector256<ulong> positions)
    {
        Vector256<ulong> c0 = positions, c1 = c0 >> 32, c2 = default, c3 = default;
        for (var round = 0; round < Philox.Rounds; round++, keys += 2)
        {
            var p0 = Product(c0, Philox.Multiplier0);
            var p1 = Product(c2, Philox.Multiplier1);
            (c0, c1, c2, c3) = ((p1 >> 32) ^ c1 ^ Vector256.Create(keys[0]), p1, (p0 >> 32) ^ c3 ^ Vector256.Create(keys[1]), p0);
        }

        return (c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Joined(Vector256<ulong> low, Vector256<ulong> high) =>
        (high << 32) | (low & Vector256.Create(0xFFFF_FFFFul));

    /// <summary>The number of keys returned by <see cref="Keys"/>.</summary>
    public const int KeyCount = 2 * Philox.Rounds;

    /// <summary>The two keys of each round.</summary>
    public static void Keys(ulong seed, Span<ulong> keys)
    {
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (var round = 0; round < Philox.Rounds; round++, k0 += Philox.Increment0, k1 += Philox.Increment1)
        {
            (keys[2 * round], keys[(2 * round) + 1]) = (k0, k1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Round(ulong* keys, ref Vector512<ulong> c0, ref Vector512<ulong> c1, ref Vector512<ulong> c2,
        ref Vector512<ulong> c3)
    {
        var p0 = Product(c0, Philox.Multiplier0);
        var p1 = Product(c2, Philox.Multiplier1);
        (c0, c1, c2, c3) = ((p1 >> 32) ^ c1 ^ Vector512.Create(keys[0]), p1, (p0 >> 32) ^ c3 ^ Vector512.Create(keys[1]), p0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Product(Vector256<ulong> lower, uint factor) => Avx2.IsSupported
        ? Avx2.Multiply(lower.AsUInt32(), Vector256.Create((ulong)factor).AsUInt32())
        : (lower & Vector256.Create(0xFFFF_FFFFul)) * Vector256.Create((ulong)factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> lower, uint factor) => Avx512F.IsSupported
        ? Avx512F.Multiply(lower.AsUInt32(), Vector512.Create((ulong)factor).AsUInt32())
        : (lower & Vector512.Create(0xFFFF_FFFFul)) * Vector512.Create((ulong)factor);
}
