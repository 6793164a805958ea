namespace Glassbox.Datasets;

/// <summary>
/// The permutation applied by <c>numpy.random.RandomState(seed).shuffle</c>, so that tables are split as in Keras: the Mersenne Twister
/// MT19937 with NumPy's bounded integers.
/// </summary>
/// <remarks>Source: M. Matsumoto, T. Nishimura: Mersenne Twister (ACM TOMACS 8, 1998), with the initialization of 2002.</remarks>
internal sealed class NumPyShuffle
{
    private const int Length = 624;
    private const int Distance = 397;

    private readonly uint[] state = new uint[Length];
    private int position = Length;

    internal NumPyShuffle(uint seed)
    {
        for (var i = 0; i < Length; i++)
        {
            state[i] = seed;
            seed = (1812433253 * (seed ^ (seed >> 30))) + (uint)(i + 1);
        }
    }

    /// <summary>The permutation of 0 to n − 1 for a seed.</summary>
    public static long[] Permutation(int n, uint seed)
    {
        var generator = new NumPyShuffle(seed);
        var order = new long[n];
        for (var i = 0; i < n; i++)
        {
            order[i] = i;
        }

        for (var i = n - 1; i > 0; i--)
        {
            var j = generator.UpTo((uint)i);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    /// <summary>The next 32 bits.</summary>
    internal uint Next()
    {
        if (position == Length)
        {
            Twist();
        }

        var bits = state[position++];
        bits ^= bits >> 11;
        bits ^= (bits << 7) & 0x9D2C5680;
        bits ^= (bits << 15) & 0xEFC60000;
        return bits ^ (bits >> 18);
    }

    /// <summary>A uniform integer from 0 to an inclusive bound, by rejection sampling.</summary>
    private uint UpTo(uint bound)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(bound);
        uint value;
        while ((value = Next() & mask) > bound)
        {
        }

        return value;
    }

    private void Twist()
    {
        for (var i = 0; i < Length; i++)
        {
            var bits = (state[i] & 0x80000000) | (state[(i + 1) % Length] & 0x7FFFFFFF);
            state[i] = state[(i + Distance) % Length] ^ (bits >> 1) ^ ((bits & 1) == 0 ? 0 : 0x9908B0DF);
        }

        position = 0;
    }
}
