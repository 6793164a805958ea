using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Compare;

/// <summary>
/// How many floating-point operations so many threads at once can do in a second at best: multiply-adds of the widest vectors that never
/// leave the registers. The clock of a shared machine drifts, and its processors may share what they compute with, so it is measured again
/// in every round.
/// </summary>
internal static class Roofline
{
    private const int Steps = 200_000;
    private const int Accumulators = 16;

    private static int Lanes => Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;

    /// <summary>Operations per second of all threads together, now.</summary>
    public static double Measure(int threads)
    {
        // The best of a few short runs: an interruption makes a run slower, nothing makes it faster. The system takes some milliseconds to
        // give a new thread a processor of its own.
        var runs = threads == 1 ? 3 : 10;
        var (starts, ends) = (new long[runs, threads], new long[runs, threads]);
        var arrived = 0;
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(number => new Thread(() => Work(number)))];
        foreach (var thread in others)
        {
            thread.Start();
        }

        Work(0);
        foreach (var thread in others)
        {
            thread.Join();
        }

        return Enumerable.Range(0, runs).Max(run =>
        {
            // From the first to begin to the last to end.
            var numbers = Enumerable.Range(0, threads);
            var seconds = Stopwatch.GetElapsedTime(numbers.Min(number => starts[run, number]),
                numbers.Max(number => ends[run, number])).TotalSeconds;
            return 2.0 * Lanes * Accumulators * Steps * threads / seconds;
        });

        void Work(int number)
        {
            for (var run = 0; run < runs; run++)
            {
                // All begin at once: one that had to be woken would begin late.
                Interlocked.Increment(ref arrived);
                while (Volatile.Read(ref arrived) < threads * (run + 1))
                {
                    Thread.SpinWait(1);
                }

                starts[run, number] = Stopwatch.GetTimestamp();
                var sum = Vector512.IsHardwareAccelerated ? Run512(Steps) : Vector256.IsHardwareAccelerated ? Run256(Steps) : Run128(Steps);
                ends[run, number] = Stopwatch.GetTimestamp();
                GC.KeepAlive(sum);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512(int steps)
    {
        var (x, y) = (Vector512.Create(0.5f), Vector512.Create(0.25f));
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x, m = x, n = x, o = x, p = x;
        for (; steps > 0; steps--)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
            m = Vector512.FusedMultiplyAdd(m, x, y);
            n = Vector512.FusedMultiplyAdd(n, x, y);
            o = Vector512.FusedMultiplyAdd(o, x, y);
            p = Vector512.FusedMultiplyAdd(p, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run256(int steps)
    {
        var (x, y) = (Vector256.Create(0.5f), Vector256.Create(0.25f));
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x, m = x, n = x, o = x, p = x;
        for (; steps > 0; steps--)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
            m = Vector256.FusedMultiplyAdd(m, x, y);
            n = Vector256.FusedMultiplyAdd(n, x, y);
            o = Vector256.FusedMultiplyAdd(o, x, y);
            p = Vector256.FusedMultiplyAdd(p, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run128(int steps)
    {
        var (x, y) = (Vector128.Create(0.5f), Vector128.Create(0.25f));
        Vector128<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x, m = x, n = x, o = x, p = x;
        for (; steps > 0; steps--)
        {
            a = Vector128.FusedMultiplyAdd(a, x, y);
            b = Vector128.FusedMultiplyAdd(b, x, y);
            c = Vector128.FusedMultiplyAdd(c, x, y);
            d = Vector128.FusedMultiplyAdd(d, x, y);
            e = Vector128.FusedMultiplyAdd(e, x, y);
            f = Vector128.FusedMultiplyAdd(f, x, y);
            g = Vector128.FusedMultiplyAdd(g, x, y);
            h = Vector128.FusedMultiplyAdd(h, x, y);
            i = Vector128.FusedMultiplyAdd(i, x, y);
            j = Vector128.FusedMultiplyAdd(j, x, y);
            k = Vector128.FusedMultiplyAdd(k, x, y);
            l = Vector128.FusedMultiplyAdd(l, x, y);
            m = Vector128.FusedMultiplyAdd(m, x, y);
            n = Vector128.FusedMultiplyAdd(n, x, y);
            o = Vector128.FusedMultiplyAdd(o, x, y);
            p = Vector128.FusedMultiplyAdd(p, x, y);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }
}
