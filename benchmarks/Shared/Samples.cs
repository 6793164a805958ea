namespace Glassbox.Benchmarks;

/// <summary>Numbers to compute with.</summary>
internal static class Samples
{
    /// <summary>So many between −0.5 and 0.5, in memory that stays where it is.</summary>
    public static float[] Numbers(int length, int seed)
    {
        var random = new Random(seed);
        var numbers = GC.AllocateUninitializedArray<float>(length, pinned: true);
        for (var i = 0; i < length; i++)
        {
            numbers[i] = random.NextSingle() - 0.5f;
        }

        return numbers;
    }
}
