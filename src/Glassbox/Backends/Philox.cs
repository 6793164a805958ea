using System.Runtime.CompilerServices;

namespace Glassbox.Backends;

/// <summary>
/// Philox4x32-10, a counter-based random number generator. The words at a position depend on the seed and the position alone, so that any
/// part of a sequence can be generated anywhere, in any order, on any device, with the same result.
/// </summary>
/// <remarks>Source: Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011), table 2 and section 5.</remarks>
internal static class Philox
{
    public const uint Multiplier0 = 0xD2511F53;
    public const uint Multiplier1 = 0xCD9E8D57;
    public const uint Increment0 = 0x9E3779B9;
    public const uint Increment1 = 0xBB67AE85;
    public const int Rounds = 10;

    /// <summary>
    /// The four 32-bit words at a position of a seed's sequence: the seed is the key, the position the lower half of the counter, the
    /// attempt the upper half.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint A, uint B, uint C, uint D) At(ulong seed, ulong position, uint attempt = 0)
    {
        var (c0, c1, c2, c3) = ((uint)position, (uint)(position >> 32), attempt, 0u);
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = (ulong)c0 * Multiplier0;
            var p1 = (ulong)c2 * Multiplier1;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += Increment0;
            k1 += Increment1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>A uniform value in [0, 1) from 53 random bits.</summary>
    public static double ToUnit(uint high, uint low) => ((((ulong)high << 32) | low) >> 11) * (1.0 / (1UL << 53));
}
