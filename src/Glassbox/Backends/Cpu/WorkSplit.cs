using System.Globalization;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Runs independent tasks on the caller's thread and the fork-join pool. The caller defines the tasks such that an element is computed
/// identically in whichever task; threads only claim the next one, so that their number never affects a result.
/// </summary>
internal static class WorkSplit
{
    /// <summary>
    /// The minimum number of multiplications for parallelization: smaller products finish before a worker has woken up and fetched its data
    /// from another core's cache.
    /// </summary>
    public const long MinMultiplications = 8_000_000;

    /// <summary>A sanity limit on the number of threads.</summary>
    public const int ThreadLimit = 1024;

    private const int PartsPerThread = 2;

    private const string Variable = "GLASSBOX_THREADS";

    private static int maxThreads;

    /// <summary>The maximum number of threads per call, the caller's included.</summary>
    public static int MaxThreads
    {
        get => maxThreads != 0 ? maxThreads : maxThreads = Chosen(Environment.GetEnvironmentVariable(Variable));
        set => maxThreads = value;
    }

    internal static int Chosen(string? wish)
    {
        if (string.IsNullOrEmpty(wish))
        {
            return Environment.ProcessorCount;
        }

        return int.TryParse(wish, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads is >= 1 and <= ThreadLimit
            ? threads
            : throw new InvalidOperationException($"The environment variable {Variable} must be a number of threads, 1 to {ThreadLimit}; "
            + $"it is '{wish}'.");
    }

    /// <summary>
    /// The number of tasks for a piece of work: one if it is small, else a few per thread for load balancing. Only for work whose result
    /// does not depend on the partition.
    /// </summary>
    public static int Parts(long multiplications) =>
        multiplications < MinMultiplications || MaxThreads == 1 ? 1
            : (int)Math.Min(MaxThreads * PartsPerThread, multiplications / (MinMultiplications / 4));

    /// <summary>Calls <paramref name="body"/> with 0 … <paramref name="tasks"/> − 1 in any order and returns when all are done.</summary>
    [MethodImpl(KernelCompilation.Options)]
    public static void For(int tasks, Action<int> body)
    {
        if (!ForkJoinPool.TryRun(tasks, Math.Min(MaxThreads, tasks) - 1, body))
        {
            for (var task = 0; task < tasks; task++)
            {
                body(task);
            }
        }
    }
}
