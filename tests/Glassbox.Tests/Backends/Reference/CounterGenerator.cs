namespace Glassbox.Tests.Backends.Reference;

/// <summary>Philox with four words of 32 bits and ten rounds.</summary>
/// <remarks>Source: Salmon, Moraes, Dror, Shaw: Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011), section 5.3.</remarks>
internal static class CounterGenerator
{
    /// <summary>
    /// Four random words: the key is the seed; the counter is the position in its lower half and the attempt in its upper half.
    /// </summary>
    public static uint[] Words(ulong seed, ulong position, ulong attempt)
    {
        var (left, right) = (position, attempt);
        var (keyLeft, keyRight) = (Low(seed), High(seed));
        for (var round = 0; round < 10; round++)
        {
            var (productLeft, productRight) = (Low(left) * 0xD2511F53, Low(right) * 0xCD9E8D57);
            (left, right) = (
                Join(High(productRight) ^ High(left) ^ keyLeft, Low(productRight)),
                Join(High(productLeft) ^ High(right) ^ keyRight, Low(productLeft)));
            (keyLeft, keyRight) = (Low(keyLeft + 0x9E3779B9), Low(keyRight + 0xBB67AE85));
        }

        return [(uint)Low(left), (uint)High(left), (uint)Low(right), (uint)High(right)];
    }

    /// <summary>A number in [0, 1): the upper 53 of 64 bits, the first word above the second.</summary>
    public static double Unit(uint first, uint second) => Math.ScaleB((first * 4294967296.0) + (second - (second % 2048)), -64);

    private static ulong Low(ulong x) => x % (1UL << 32);

    private static ulong High(ulong x) => x / (1UL << 32);

    private static ulong Join(ulong low, ulong high) => low + (high << 32);
}
