using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The threads that help with one call at a time. They are our own rather than the thread pool's: between two calls they look for work for
/// a while before they sleep, and so begin within a microsecond in a training, whose calls follow each other closely. A call that comes
/// while another one has the helpers does its work alone.
/// </summary>
internal static class ForkJoinPool
{
    /// <summary>
    /// How long a helper looks for work before it sleeps: longer than the pauses between the products of a training step, too short to warm
    /// the room.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1);

    private static readonly SemaphoreSlim Bell = new(0);

    private static int busy;
    private static int sleeping;
    private static int started;

    /// <summary>The call that has the helpers: how many of them may help, its tasks, and how many are not done yet.</summary>
    private static int helpers;
    private static int tasks;
    private static Action<int>? body;
    private static int unfinished;
    private static ExceptionDispatchInfo? failure;

    /// <summary>
    /// How many tasks nobody has taken yet. A thread that has taken one of them keeps the call from ending until it is done, so that what
    /// it reads after that belongs to the same call; one that comes late takes nothing. Nobody waits for a helper to start.
    /// </summary>
    private static int left;
    private static int front;
    private static int back;

    /// <summary>
    /// Calls <paramref name="taskBody"/> with 0 … <paramref name="count"/> − 1, each once, on this thread and up to
    /// <paramref name="maxHelpers"/> others, and returns when all are done. False, and nothing done, if there is nobody to help.
    /// </summary>
    /// <remarks>
    /// The caller begins at the first task and helpers at the last, so that from call to call a part of the data tends to meet the same
    /// processor's cache.
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
            // All of them: the bell does not choose whom it wakes, and only the first may help.
            Bell.Release(asleep);
        }

        while (Take())
        {
            Do(front++);
        }

        // What is left are tasks already running, for microseconds: sleeping would take longer than they do.
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
    /// Takes one of the tasks that are left. Which one follows from the end at which the thread works; as many are taken as there are, so
    /// the two ends never meet in one task.
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

    /// <summary>Starts helpers up to a number; where the system gives no more threads, those that there are must do.</summary>
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
            // No further tries.
            started = int.MaxValue;
        }
    }

    private static void Help(int number)
    {
        // With more threads than processors, one that only looks for work would hold up one that has some.
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
        // Said before the last look, so that a call that begins now either is seen or rings.
        Interlocked.Increment(ref sleeping);
        if (Volatile.Read(ref left) == 0)
        {
            Bell.Wait();
        }

        Interlocked.Decrement(ref sleeping);
    }
}
