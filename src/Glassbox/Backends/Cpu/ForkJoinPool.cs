using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// A fork-join pool whose workers help one call at a time. Unlike thread pool threads, idle workers spin for a while before they sleep, and
/// so start within a microsecond during training, where calls follow each other closely. A call that arrives while another one uses the
/// workers runs on its own thread only.
/// </summary>
internal static class ForkJoinPool
{
    /// <summary>
    /// How long a worker spins before it sleeps: longer than the gaps between the products of a training step, short enough not to waste
    /// power.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1);

    private static readonly SemaphoreSlim Bell = new(0);

    private static int busy;
    private static int sleeping;
    private static int started;

    /// <summary>The current call: the maximum number of workers, its tasks, and the number not yet completed.</summary>
    private static int helpers;
    private static int tasks;
    private static Action<int>? body;
    private static int unfinished;
    private static ExceptionDispatchInfo? failure;

    /// <summary>
    /// The number of tasks not yet claimed. A claimed task keeps the call from returning until it is done, so that the state read after
    /// claiming belongs to the same call; a late worker claims nothing. Nobody waits for a worker to start.
    /// </summary>
    private static int left;
    private static int front;
    private static int back;

    /// <summary>
    /// Calls <paramref name="taskBody"/> once with each of 0 … <paramref name="count"/> − 1, on this thread and up to
    /// <paramref name="maxHelpers"/> workers, and returns when all are done. Returns false without running anything if no worker is
    /// available.
    /// </summary>
    /// <remarks>
    /// The caller starts at the first task and workers at the last, so that across calls the same data tends to be processed by the same
    /// core's cache.
    /// </remarks>
    public static bool TryRun(int count, int maxHelpers, Action<int> taskBody)
    {
        if (maxHelpers <= 0 || Interlocked.Exchange(ref busy, 1) != 0)
        {
            return false;
        }

        (helpers, tasks, body, unfinished, failure, front, back) = (maxHelpers, count, taskBody, count, null, 0, 0);
        Start(maxHelpers);
        Interlocked.Exchange(ref left, count);
        if (Volatile.Read(ref sleeping) is > 0 and var asleep)
        {
            // All sleepers are released: the semaphore does not choose whom it wakes, and only the first workers may help.
            Bell.Release(asleep);
        }

        while (Take())
        {
            Do(front++);
        }

        // The remaining tasks are already running and take microseconds, less than sleeping would.
        var spin = default(SpinWait);
        while (Volatile.Read(ref unfinished) > 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        var thrown = failure;
        body = null;
        Volatile.Write(ref busy, 0);
        thrown?.Throw();
        return true;
    }

    /// <summary>
    /// Claims one of the remaining tasks. Its index follows from the end of the range at which the thread works; there are exactly as many
    /// claims as tasks, so that the two ends never reach the same task.
    /// </summary>
    private static bool Take()
    {
        var seen = Volatile.Read(ref left);
        while (seen > 0)
        {
            var now = Interlocked.CompareExchange(ref left, seen - 1, seen);
            if (now == seen)
            {
                return true;
            }

            seen = now;
        }

        return false;
    }

    [MethodImpl(KernelCompilation.Options)]
    private static void Do(int task)
    {
        try
        {
            body!(task);
        }
#pragma warning disable CA1031 // Kept for the caller's thread, which throws it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure ??= ExceptionDispatchInfo.Capture(exception);
        }

        Interlocked.Decrement(ref unfinished);
    }

    /// <summary>Starts workers up to a number; if the system refuses more threads, the existing ones must suffice.</summary>
    private static void Start(int wanted)
    {
        try
        {
            while (started < wanted)
            {
                var number = started;
                new Thread(() => Help(number)) { IsBackground = true, Name = $"Glassbox helper {number + 1}" }.UnsafeStart();
                started++;
            }
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            // Prevents further attempts.
            started = int.MaxValue;
        }
    }

    private static void Help(int number)
    {
        // With more threads than cores, a spinning worker would delay one that has work.
        var patience = number < Environment.ProcessorCount - 1 ? Patience : TimeSpan.Zero;
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            if (number < Volatile.Read(ref helpers) && Take())
            {
                Do(tasks - Interlocked.Increment(ref back));
                since = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(since) < patience)
            {
                Thread.SpinWait(10);
            }
            else
            {
                Sleep();
                since = Stopwatch.GetTimestamp();
            }
        }
    }

    private static void Sleep()
    {
        // Registered before the last check, so that a call that starts now either is seen or releases the semaphore.
        Interlocked.Increment(ref sleeping);
        if (Volatile.Read(ref left) == 0)
        {
            Bell.Wait();
        }

        Interlocked.Decrement(ref sleeping);
    }
}
