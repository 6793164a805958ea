using System.Numerics;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>Random numbers, each a function of the seed and its position.</remarks>
internal sealed partial class ReferenceBackend
{
    public void Uniform(ulong seed, double low, double high, Storage y)
    {
        var largest = y.DType == DType.Float32 ? MathF.BitDecrement((float)high) : Math.BitDecrement(high);
        y.Put(Each(y.Length, i =>
        {
            // Two positions share four words.
            var words = CounterGenerator.Words(seed, (ulong)(i - (i % 2)), 0);
            var (first, second) = i % 2 == 0 ? (words[0], words[1]) : (words[2], words[3]);
            var value = low + ((high - low) * CounterGenerator.Unit(first, second));

            // The end of the interval does not belong to it, and no number is rounded to it.
            var rounded = y.DType == DType.Float32 ? (float)value : value;
            return high > low && rounded > largest ? largest : rounded;
        }));
    }

    public void Normal(ulong seed, double mean, double deviation, double cut, Storage y) => y.Put(Each(y.Length, i =>
    {
        for (var attempt = 0ul; ; attempt++)
        {
            // Box and Muller: two uniform numbers make one normal.
            var words = CounterGenerator.Words(seed, (ulong)i, attempt);
            var (radius, angle) = (CounterGenerator.Unit(words[0], words[1]), CounterGenerator.Unit(words[2], words[3]));
            var standard = Math.Sqrt(-2 * Math.Log(1 - radius)) * Math.Cos(2 * Math.PI * angle);
            if (Math.Abs(standard) <= cut)
            {
                return mean + (deviation * standard);
            }
        }
    }));

    public void Dropped(ulong seed, double rate, Storage y) => y.Put(Each(y.Length, i => IsKept(seed, rate, i) ? 1 / (1 - rate) : 0));

    public void Dropout(ulong seed, double rate, Storage x, Storage kept, Storage y)
    {
        ReferenceValues.CheckApart(y, x, kept);
        ReferenceValues.CheckApart(kept, x);
        var (values, bits) = (x.Reals(), new long[kept.Length]);
        y.Put(Each(y.Length, i =>
        {
            var isKept = IsKept(seed, rate, i);
            bits[i / 8] |= isKept ? 1L << (i % 8) : 0;
            return values[i] * (isKept ? 1 / (1 - rate) : 0);
        }));
        kept.Put(bits);
    }

    public void DropoutGradient(double rate, Storage dy, Storage kept, Storage dx)
    {
        ReferenceValues.CheckApart(dx, dy, kept);
        var (gradients, bits) = (dy.Reals(), kept.Wholes());
        dx.Put(Each(dx.Length, i => gradients[i] * (((bits[i / 8] >> (i % 8)) & 1) != 0 ? 1 / (1 - rate) : 0)));
    }

    /// <summary>
    /// Eight counters make 32 words for 64 positions. A word serves two positions that are 16 apart: as it is, and with its halves
    /// exchanged. The first two words of each counter belong to the first 32 positions, the last two to the others.
    /// </summary>
    private static bool IsKept(ulong seed, double rate, int position)
    {
        var (block, half, turned, place) = (position / 64, position / 32 % 2, position / 16 % 2, position % 16);
        var word = CounterGenerator.Words(seed, ((ulong)block * 8) + ((ulong)place / 2), 0)[(2 * half) + (place % 2)];
        var number = turned == 1 ? BitOperations.RotateLeft(word, 16) : word;

        // The largest number is kept at any rate.
        return number >= rate * 4294967296 || number == uint.MaxValue;
    }
}
