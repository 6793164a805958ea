using System.Diagnostics;

namespace Glassbox.Compare;

/// <summary>How long the platform's plain copy takes to move so many bytes, half of them read and half of them written: what no function of large tensors can be much faster than.</summary>
internal static class MemoryRoofline
{
    private static byte[] source = [];
    private static byte[] target = [];

    /// <summary>The seconds of a copy, now: the best of a few, since an interruption makes it slower and nothing makes it faster.</summary>
    public static double Measure(double bytes, int threads)
    {
        var length = (int)(bytes / 2);
        if (source.Length < length)
        {
            (source, target) = (new byte[length], new byte[length]);
            Random.Shared.NextBytes(source);
        }

        var best = double.PositiveInfinity;
        for (var run = 0; run < 4; run++)
        {
            var start = Stopwatch.GetTimestamp();
            if (threads == 1)
            {
                Copy(0, length);
            }
            else
            {
                Parallel.For(0, threads, part => Copy((int)((long)length * part / threads), (int)((long)length * (part + 1) / threads)));
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static void Copy(int first, int end) => source.AsSpan(first..end).CopyTo(target.AsSpan(first));
}
