using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>The helpers are the whole process's: where another test has them, a call works alone.</summary>
[Collection("process state")]
public class ForkJoinPoolTests
{
    [Fact]
    public void Each_task_runs_once_call_after_call()
    {
        for (var call = 0; call < 2000; call++)
        {
            var runs = new int[1 + (call % 13)];
            Run(runs.Length, helpers: 1 + (call % 3), task => Interlocked.Increment(ref runs[task]));
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Helpers_that_have_fallen_asleep_wake_up()
    {
        for (var call = 0; call < 10; call++)
        {
            Thread.Sleep(5);
            var threads = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
            Run(2, helpers: 1, _ =>
            {
                threads[Environment.CurrentManagedThreadId] = 1;
                SpinWait.SpinUntil(() => threads.Count == 2, TimeSpan.FromSeconds(20));
            });
            Assert.Equal(2, threads.Count);
        }
    }

    [Fact]
    public void An_exception_of_a_task_reaches_the_caller_after_the_others_are_done_and_the_next_call_is_not_disturbed()
    {
        var done = 0;
        var exception = Assert.Throws<InvalidOperationException>(() => Run(8, helpers: 2, task =>
        {
            if (task == 5)
            {
                throw new InvalidOperationException("the fifth");
            }

            Interlocked.Increment(ref done);
        }));
        Assert.Equal(("the fifth", 7), (exception.Message, done));
        Run(8, helpers: 2, _ => Interlocked.Increment(ref done));
        Assert.Equal(15, done);
    }

    [Fact]
    public void A_call_within_a_task_and_calls_from_several_threads_at_once_all_do_their_work()
    {
        var total = 0;
        Parallel.For(0, 8, _ => Run(4, helpers: 3, _ => Run(5, helpers: 3, _ => Interlocked.Increment(ref total))));
        Assert.Equal(8 * 4 * 5, total);
    }

    /// <summary>As the kernels do it: alone, where others have the helpers.</summary>
    private static void Run(int tasks, int helpers, Action<int> body)
    {
        if (!ForkJoinPool.TryRun(tasks, helpers, body))
        {
            for (var task = 0; task < tasks; task++)
            {
                body(task);
            }
        }
    }
}
