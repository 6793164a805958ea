using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Dropout: zero where the 32-bit random value of a position is below rate · 2³², the element times a factor elsewhere. The kept positions
/// are stored as a bitmask, from the lowest bit of the first byte on, for the gradient.
/// </summary>
/// <remarks>
/// Each random value serves two positions: unchanged, and with its 16-bit halves swapped. Both are below the threshold with equal
/// probability. A comparison is decided by the upper half except once in 65,536, so that the two outcomes correlate by less than 1 / 20,000
/// at rates of 1 / 65,536 and more. Eight counters of four values each serve a block of 64 positions: the first two values of each serve
/// the first half of the block, the last two the second, so that vectors of counters yield vectors of positions.
/// </remarks>
internal static unsafe class DropoutMask
{
    private const int Block = 64;

    /// <summary>The size in bytes of a bitmask with one bit per element.</summary>
    public static int Bytes(int length) => (int)(((long)length + 7) / 8);

    /// <summary>The mask at the positions from <paramref name="first"/>, a multiple of 64.</summary>
    public static void Fill(ulong seed, ulong first, double rate, float scale, Span<float> mask, Span<byte> kept)
    {
        mask.Fill(1);
        Drop(seed, first, rate, scale, mask, mask, kept);
    }

    /// <summary>y = x · mask at the positions from <paramref name="first"/>, a multiple of 64, in one pass.</summary>
    public static void Drop(ulong seed, ulong first, double rate, float scale, ReadOnlySpan<float> x, Span<float> y, Span<byte> kept)
    {
        var least = LeastKept(rate);
        var keys = stackalloc ulong[PhiloxVectors.KeyCount];
        PhiloxVectors.Keys(seed, new Span<ulong>(keys, PhiloxVectors.KeyCount));
        var counter = first / Block * 8;
        fixed (float* from = x, to = y)
        {
            fixed (byte* bits = kept)
            {
                var i = 0;
                for (; Vector512.IsHardwareAccelerated && i <= y.Length - (2 * Block); i += 2 * Block, counter += 16)
                {
                    DropTwoBlocks(keys, counter, least, scale, from + i, to + i, (ulong*)(bits + (i / 8)));
                }

                for (; i <= y.Length - Block; i += Block, counter += 8)
                {
                    DropBlock(keys, counter, least, scale, from + i, to + i, (ulong*)(bits + (i / 8)));
                }

                if (i < y.Length)
                {
                    // The remainder is padded to a full block.
                    var rest = stackalloc float[Block];
                    ulong which;
                    new ReadOnlySpan<float>(from + i, y.Length - i).CopyTo(new Span<float>(rest, Block));
                    DropBlock(keys, counter, least, scale, rest, rest, &which);
                    new ReadOnlySpan<float>(rest, y.Length - i).CopyTo(new Span<float>(to + i, y.Length - i));
                    new ReadOnlySpan<byte>(&which, sizeof(ulong))[..Bytes(y.Length - i)]
                        .CopyTo(new Span<byte>(bits + (i / 8), Bytes(y.Length - i)));
                }
            }
        }
    }

    /// <summary>y = x · mask, from the bitmask stored by <see cref="Drop"/>.</summary>
    public static void Apply(ReadOnlySpan<byte> kept, float scale, ReadOnlySpan<float> x, Span<float> y)
    {
        var (each, factor) = (Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128), Vector256.Create(scale));
        var i = 0;
        fixed (float* from = x, to = y)
        {
            for (; i <= y.Length - 8; i += 8)
            {
                var mask = Vector256.Equals(Vector256.Create((int)kept[i / 8]) & each, each).AsSingle() & factor;
                (Vector256.Load(from + i) * mask).Store(to + i);
            }
        }

        for (; i < y.Length; i++)
        {
            y[i] = x[i] * (IsKept(kept, i) ? scale : 0);
        }
    }

    /// <summary>The same for double precision.</summary>
    public static void Apply(ReadOnlySpan<byte> kept, double scale, ReadOnlySpan<double> x, Span<double> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = x[i] * (IsKept(kept, i) ? scale : 0);
        }
    }

    private static bool IsKept(ReadOnlySpan<byte> kept, int i) => ((kept[i / 8] >> (i % 8)) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DropBlock(ulong* keys, ulong counter, uint least, float scale, float* x, float* y, ulong* bits)
    {
        var (first, third) = PhiloxVectors.NumbersOfFour(keys, counter);
        var (second, fourth) = PhiloxVectors.NumbersOfFour(keys, counter + 4);
        *bits = DropTwice(first, least, scale, x, y) | (DropTwice(second, least, scale, x + 8, y + 8) << 8)
            | (DropTwice(third, least, scale, x + 32, y + 32) << 32) | (DropTwice(fourth, least, scale, x + 40, y + 40) << 40);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DropTwoBlocks(ulong* keys, ulong counter, uint least, float scale, float* x, float* y, ulong* bits)
    {
        var (first, second, third, fourth) = PhiloxVectors.NumbersOfTwiceEight(keys, counter);
        bits[0] = DropTwice(first, least, scale, x, y) | (DropTwice(second, least, scale, x + 32, y + 32) << 32);
        bits[1] = DropTwice(third, least, scale, x + 64, y + 64) | (DropTwice(fourth, least, scale, x + 96, y + 96) << 32);
    }

    /// <summary>Processes 2 × 16 adjacent elements; returns their bitmask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong DropTwice(Vector512<uint> numbers, uint least, float scale, float* x, float* y) =>
        DropVector(numbers, least, scale, x, y) | (DropVector((numbers << 16) | (numbers >> 16), least, scale, x + 16, y + 16) << 16);

    /// <summary>Processes 8 elements and the 8 elements at an offset of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong DropTwice(Vector256<uint> numbers, uint least, float scale, float* x, float* y) =>
        DropVector(numbers, least, scale, x, y) | ((ulong)DropVector((numbers << 16) | (numbers >> 16), least, scale, x + 16,
            y + 16) << 16);

    /// <summary>Processes 16 elements; returns their bitmask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint DropVector(Vector512<uint> numbers, uint least, float scale, float* x, float* y)
    {
        var kept = Vector512.GreaterThanOrEqual(numbers, Vector512.Create(least));
        (Vector512.Load(x) * (kept.AsSingle() & Vector512.Create(scale))).Store(y);
        return (uint)kept.ExtractMostSignificantBits();
    }

    /// <summary>Processes 8 elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint DropVector(Vector256<uint> numbers, uint least, float scale, float* x, float* y)
    {
        var kept = Vector256.GreaterThanOrEqual(numbers, Vector256.Create(least));
        (Vector256.Load(x) * (kept.AsSingle() & Vector256.Create(scale))).Store(y);
        return kept.ExtractMostSignificantBits();
    }

    /// <summary>The threshold: the smallest 32-bit value not below rate · 2³²; the maximum value is kept at any rate.</summary>
    private static uint LeastKept(double rate) => (uint)Math.Min(Math.Ceiling(rate * (1ul << 32)), uint.MaxValue);
}
