using System.Numerics;

namespace Glassbox.Datasets;

/// <summary>
/// A tiny counter-based random generator: every draw is a hash of a counter that starts at a key.
/// Its algorithm is fixed here, unlike that of <see cref="Random"/>, so a seed goes on meaning the same digits when the runtime changes.
/// </summary>
internal struct SplitMix
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <summary>Starts stream <paramref name="stream"/> of <paramref name="seed"/>; streams are independent of one another.</summary>
    public SplitMix(ulong seed, ulong stream) => _state = Mix(Mix(seed + GoldenGamma) + BitOperations.RotateLeft(Mix(stream + 1), 32));

    /// <summary>A whole number in [0, <paramref name="count"/>).</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>A number in [0, 1).</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Uniform(float low, float high) => low + ((high - low) * Unit());

    /// <summary>A draw of the bell curve with standard deviation <paramref name="spread"/>, cut off at about 3.5 deviations.</summary>
    /// <remarks>Four uniform draws summed: close enough to a Gaussian for handwriting, and never an absurd outlier.</remarks>
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
