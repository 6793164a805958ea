using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Dropout: zero where the uniform float of a position is below the rate, the element times a factor elsewhere. The float is not made: rounding keeps the order, so that the smallest random bits whose float
/// reaches the rate are all that has to be known. What is kept is written down, a bit for each element from the lowest bit of the first byte on, for the gradient.
/// </summary>
internal static unsafe class DropoutMask
{
    private const int Bits = 53;

    /// <summary>Bytes that hold a bit for each of so many elements.</summary>
    public static int Bytes(int length) => (int)(((long)length + 7) / 8);

    /// <summary>The mask itself at the positions from <paramref name="first"/>, an even one, on.</summary>
    public static void Fill(ulong seed, ulong first, double rate, float scale, Span<float> mask, Span<byte> kept)
    {
        mask.Fill(1);
        Drop(seed, first, rate, scale, mask, mask, kept);
    }

    /// <summary>y = x · mask at the positions from <paramref name="first"/>, an even one, on, in one pass.</summary>
    public static void Drop(ulong seed, ulong first, double rate, float scale, ReadOnlySpan<float> x, Span<float> y, Span<byte> kept)
    {
        var least = LeastKept((float)rate);
        fixed (float* from = x, to = y)
        {
            fixed (byte* bits = kept)
            {
                var i = Vector512.IsHardwareAccelerated ? DropSixteen(seed, first, least, scale, from, to, bits, y.Length) : DropEight(seed, first, least, scale, from, to, bits, y.Length);
                kept[(i / 8)..].Clear();
                for (; i < y.Length; i++)
                {
                    var (a, b, c, d) = Philox.At(seed, (first + (ulong)i) & ~1ul);
                    var keep = (i % 2 == 0 ? Philox.ToBits(a, b) : Philox.ToBits(c, d)) >= least;
                    bits[i / 8] |= (byte)((keep ? 1 : 0) << (i % 8));
                    to[i] = from[i] * (keep ? scale : 0);
                }
            }
        }
    }

    /// <summary>y = x · mask, with what <see cref="Drop"/> has kept.</summary>
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

    /// <summary>As for floats.</summary>
    public static void Apply(ReadOnlySpan<byte> kept, double scale, ReadOnlySpan<double> x, Span<double> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = x[i] * (IsKept(kept, i) ? scale : 0);
        }
    }

    private static bool IsKept(ReadOnlySpan<byte> kept, int i) => ((kept[i / 8] >> (i % 8)) & 1) != 0;

    private static int DropSixteen(ulong seed, ulong first, ulong least, float scale, float* x, float* y, byte* bits, int length)
    {
        var (below, lower, factor) = (Vector512.Create((long)least - 1), Vector512.Create(0xFFFF_FFFFul).AsSingle(), Vector512.Create(scale));
        var keys = stackalloc ulong[Philox.KeyCount];
        Philox.Keys(seed, new Span<ulong>(keys, Philox.KeyCount));
        var i = 0;
        for (; i <= length - 16; i += 16)
        {
            // What belongs to even positions becomes the lower half of each lane, to odd ones the upper half.
            var (even, odd) = Philox.BitsOfEight(keys, first + (ulong)i);
            var kept = Vector512.ConditionalSelect(lower, Vector512.GreaterThan(even.AsInt64(), below).AsSingle(), Vector512.GreaterThan(odd.AsInt64(), below).AsSingle());
            var which = kept.ExtractMostSignificantBits();
            (bits[i / 8], bits[(i / 8) + 1]) = ((byte)which, (byte)(which >> 8));
            (Vector512.Load(x + i) * (kept & factor)).Store(y + i);
        }

        return i;
    }

    private static int DropEight(ulong seed, ulong first, ulong least, float scale, float* x, float* y, byte* bits, int length)
    {
        var (below, lower, factor) = (Vector256.Create((long)least - 1), Vector256.Create(0xFFFF_FFFFul).AsSingle(), Vector256.Create(scale));
        var i = 0;
        for (; i <= length - 8; i += 8)
        {
            var (even, odd) = Philox.BitsOfFour(seed, first + (ulong)i);
            var kept = Vector256.ConditionalSelect(lower, Vector256.GreaterThan(even.AsInt64(), below).AsSingle(), Vector256.GreaterThan(odd.AsInt64(), below).AsSingle());
            bits[i / 8] = (byte)kept.ExtractMostSignificantBits();
            (Vector256.Load(x + i) * (kept & factor)).Store(y + i);
        }

        return i;
    }

    /// <summary>The smallest of the 53-bit numbers whose part of one, as a float, is not below the rate; 2⁵³ if there is none.</summary>
    private static ulong LeastKept(float rate)
    {
        var (low, high) = (0ul, 1ul << Bits);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            // Rounding may reach one, which does not belong to the interval.
            if (MathF.Min((float)(middle * (1.0 / (1ul << Bits))), MathF.BitDecrement(1)) >= rate)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
