using System.Diagnostics;

namespace Glassbox.Compare;

/// <summary>
/// What a long training takes: bytes allocated by a step in the steady state (by TorchSharp's .NET side for comparison), generation-2
/// collections, and growth of the process, and of what is in use on the heap, over 20,000 steps.
/// </summary>
internal static class Memory
{
    private const int Batch = 32;
    private const int Steps = 500;
    private const int LongRun = 20_000;

    public static IEnumerable<Figures> Measure(int threads)
    {
        var model = Classifiers.Make(784, 128, 64, 10);
        var (x, y) = (Digits.X[..(Batch * Steps)], Digits.Y[..(Batch * Steps)]);
        model.Fit(x, y, batchSize: Batch, verbose: 0);
        var ours = Allocated(() => model.Fit(x, y, batchSize: Batch, verbose: 0)) / Steps;

        // The growth counts from where the process has settled: what runs once in a training or in an epoch has been compiled for good as
        // well, which takes it dozens of runs, and the collector's generations have their sizes. To ask for the first time takes memory as
        // well. The peer is not loaded yet.
        WorkingSet();
        for (var i = 0; i < 60; i++)
        {
            Train(Steps);
        }

        Train(6 * LongRun);
        var (collections, pages) = (GC.CollectionCount(2), WorkingSet());
        Train(LongRun);
        (collections, pages) = (GC.CollectionCount(2) - collections, WorkingSet() - pages);

        // What is still in use, from one full collection to the next.
        var live = GC.GetTotalMemory(forceFullCollection: true);
        Train(LongRun);
        live = GC.GetTotalMemory(forceFullCollection: true) - live;

        double? theirs = null;
        if (TorchLibrary.IsAvailable)
        {
            var torch = TorchClassifier.Dense(784, 128, 64, 10);
            using var rows = Digits.TorchX(..(Batch * Steps));
            using var targets = Digits.TorchY(..(Batch * Steps));
            torch.Fit(rows, targets, Batch);
            theirs = Allocated(() => torch.Fit(rows, targets, Batch)) / Steps;
        }

        yield return new Figures("memory/step-bytes", threads, ours, theirs, theirs / ours);
        yield return new Figures("memory/gen2-collections", threads, collections, null, null);
        yield return new Figures("memory/growth-kilobytes-20000-steps", threads, pages / 1024.0, null, null);
        yield return new Figures("memory/live-heap-growth-kilobytes-20000-steps", threads, live / 1024.0, null, null);

        void Train(int steps) => model.Fit(x, y, batchSize: Batch, epochs: steps / Steps, verbose: 0);
    }

    private static double Allocated(Action action)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        action();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static long WorkingSet()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
