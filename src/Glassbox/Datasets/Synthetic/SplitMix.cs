using System.Numerics;

namespace Glassbox.Datasets;

/// <summary>
/// A counter-based random generator: each draw is a hash of a counter that starts at a key. Its algorithm is fixed, unlike that of
/// <see cref="Random"/>, so a seed yields the same digits on any runtime version.
/// </summary>
internal struct SplitMix
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>Starts stream <paramref name="stream"/> of <paramref name="seed"/>; streams are independent.</summary>
    public SplitMix(ulong seed, ulong stream) => _state = Mix(Mix(seed + GoldenGamma) + BitOperations.RotateLeft(Mix(stream + 1), 32));

    /// <summary>A uniform integer in [0, <paramref name="count"/>).</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>A uniform value in [0, 1).</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>A uniform value in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Uniform(float low, float high) => low + ((high - low) * Unit());

    /// <summary>An approximately normal value with standard deviation <paramref name="spread"/>, bounded by about 3.5 deviations.</summary>
    /// <remarks>Sum of four uniform values: close enough to a Gaussian for this purpose, and without outliers.</remarks>
    public float Bell(float spread)
    {
        // Four 16-bit lanes of a single 64-bit draw; the sum of four uniforms in [0, 1) has mean 2 and variance 1/3.
        ulong bits = Next();
        uint sum = (uint)(bits & 0xFFFF) + (uint)((bits >> 16) & 0xFFFF) + (uint)((bits >> 32) & 0xFFFF) + (uint)(bits >> 48);
        return ((sum * (1f / 65536)) - 2f) * (1.7320508f * spread);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private ulong Next() => Mix(_state += GoldenGamma);
}
