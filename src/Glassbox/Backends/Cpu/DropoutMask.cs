using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// A mask for dropout: zero where the uniform float of a position is below the rate, a factor elsewhere. The float is not made: rounding keeps the order, so that the smallest random bits whose float
/// reaches the rate are all that has to be known.
/// </summary>
internal static unsafe class DropoutMask
{
    private const int Bits = 53;

    /// <summary>The mask at the positions from <paramref name="first"/>, an even one, on.</summary>
    public static void Fill(ulong seed, ulong first, double rate, float scale, Span<float> mask)
    {
        var least = LeastKept((float)rate);
        var i = Vector512.IsHardwareAccelerated ? FillSixteen(seed, first, least, scale, mask) : FillEight(seed, first, least, scale, mask);
        for (; i < mask.Length; i++)
        {
            var (a, b, c, d) = Philox.At(seed, (first + (ulong)i) & ~1ul);
            mask[i] = (i % 2 == 0 ? Philox.ToBits(a, b) : Philox.ToBits(c, d)) >= least ? scale : 0;
        }
    }

    private static int FillSixteen(ulong seed, ulong first, ulong least, float scale, Span<float> mask)
    {
        var (below, lower, factor) = (Vector512.Create((long)least - 1), Vector512.Create(0xFFFF_FFFFul).AsSingle(), Vector512.Create(scale));
        var keys = stackalloc ulong[Philox.KeyCount];
        Philox.Keys(seed, new Span<ulong>(keys, Philox.KeyCount));
        var i = 0;
        fixed (float* to = mask)
        {
            for (; i <= mask.Length - 16; i += 16)
            {
                // What belongs to even positions becomes the lower half of each lane, to odd ones the upper half.
                var (even, odd) = Philox.BitsOfEight(keys, first + (ulong)i);
                var kept = Vector512.ConditionalSelect(lower, Vector512.GreaterThan(even.AsInt64(), below).AsSingle(), Vector512.GreaterThan(odd.AsInt64(), below).AsSingle());
                (kept & factor).Store(to + i);
            }
        }

        return i;
    }

    private static int FillEight(ulong seed, ulong first, ulong least, float scale, Span<float> mask)
    {
        var (below, lower, factor) = (Vector256.Create((long)least - 1), Vector256.Create(0xFFFF_FFFFul).AsSingle(), Vector256.Create(scale));
        var i = 0;
        for (; i <= mask.Length - 8; i += 8)
        {
            var (even, odd) = Philox.BitsOfFour(seed, first + (ulong)i);
            var kept = Vector256.ConditionalSelect(lower, Vector256.GreaterThan(even.AsInt64(), below).AsSingle(), Vector256.GreaterThan(odd.AsInt64(), below).AsSingle());
            (kept & factor).CopyTo(mask[i..]);
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
