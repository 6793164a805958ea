using System.Globalization;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Runs a number of independent tasks on the caller's thread and helpers beside it. The tasks are cut by the caller so that an element of
/// the result is computed in the same way in whichever task it lies; threads only take the next one, so that their number never changes a
/// result.
/// </summary>
internal static class WorkSplit
{
    /// <summary>
    /// Below so many multiplications a product is done before a helper has woken up and its part of the data has come from the other
    /// processor's cache.
    /// </summary>
    public const long MinMultiplications = 8_000_000;

    /// <summary>More threads than any machine for this has processors: larger numbers are mistakes.</summary>
    public const int ThreadLimit = 1024;

    private const int PartsPerThread = 2;

    private const string Variable = "GLASSBOX_THREADS";

    private static int maxThreads;

    /// <summary>The most threads that work on one call, the caller's included.</summary>
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
    /// Into how many parts a piece of work is best cut: one if it is small, else a few for each thread, so that one that is late leaves its
    /// share to the others. Only for work whose result does not depend on the cut.
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
