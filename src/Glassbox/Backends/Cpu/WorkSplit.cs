using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Runs a number of independent tasks on the caller's thread and helpers from the thread pool. The tasks are cut by the caller so that
/// an element of the result is computed in the same way in whichever task it lies; threads only take the next one, so that their number never changes a result.
/// </summary>
internal static class WorkSplit
{
    /// <summary>Below so many multiplications a product is done before a helper has woken up and its part of the data has come from the other processor's cache.</summary>
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
            : throw new InvalidOperationException($"The environment variable {Variable} must be a number of threads, 1 to {ThreadLimit}; it is '{wish}'.");
    }

    /// <summary>
    /// Into how many parts a piece of work is best cut: one if it is small, else a few for each thread, so that one that is late leaves its share to the others. Only for work whose result
    /// does not depend on the cut.
    /// </summary>
    public static int Parts(long multiplications) =>
        multiplications < MinMultiplications || MaxThreads == 1 ? 1 : (int)Math.Min(MaxThreads * PartsPerThread, multiplications / (MinMultiplications / 4));

    /// <summary>Calls <paramref name="body"/> with 0 … <paramref name="tasks"/> − 1 in any order and returns when all are done.</summary>
    public static void For(int tasks, Action<int> body)
    {
        var helpers = Math.Min(MaxThreads, tasks) - 1;
        if (helpers <= 0)
        {
            for (var task = 0; task < tasks; task++)
            {
                body(task);
            }

            return;
        }

        var job = new Job(tasks, body);
        for (var helper = 0; helper < helpers; helper++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(job, preferLocal: false);
        }

        job.Work(fromTheFront: true);
        job.Wait();
    }

    /// <summary>
    /// One call's tasks, handed out by a counter. Nobody waits for a helper to start: one that comes late finds nothing left, so a busy thread
    /// pool costs speed and never blocks. The caller begins at the first task and helpers at the last, so that from call to call a part of the data tends to meet the same processor's cache.
    /// </summary>
    private sealed class Job(int tasks, Action<int> body) : IThreadPoolWorkItem
    {
        private int taken;
        private int front;
        private int back;
        private int finished;
        private ExceptionDispatchInfo? failure;

        public void Execute() => Work(fromTheFront: false);

        public void Work(bool fromTheFront)
        {
            // As many leaves are given as there are tasks, so that the two ends never meet in one task.
            while (Interlocked.Increment(ref taken) <= tasks)
            {
                var task = fromTheFront ? front++ : tasks - Interlocked.Increment(ref back);
                try
                {
                    body(task);
                }
#pragma warning disable CA1031 // Kept for the caller's thread, which throws it.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failure ??= ExceptionDispatchInfo.Capture(exception);
                }

                Interlocked.Increment(ref finished);
            }
        }

        public void Wait()
        {
            // What is left are tasks already running, for microseconds: sleeping would take longer than they do.
            var spin = default(SpinWait);
            while (Volatile.Read(ref finished) < tasks)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            failure?.Throw();
        }
    }
}
