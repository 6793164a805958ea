using System.Diagnostics;

namespace Glassbox.Compare;

/// <summary>
/// What a long training takes: bytes allocated by a step in the steady state (by TorchSharp's .NET side for comparison), generation-2 collections, and growth of the process over 20,000 steps.
/// </summary>
internal static class Memory
{
    private const int Batch = 32;
    private const int Steps = 500;

    public static IEnumerable<Figures> Measure(int threads)
    {
        var model = Classifiers.Make(784, 128, 64, 10);
        var (x, y) = (Digits.X[..(Batch * Steps)], Digits.Y[..(Batch * Steps)]);
        model.Fit(x, y, batchSize: Batch, verbose: 0);
        var ours = Allocated(() => model.Fit(x, y, batchSize: Batch, verbose: 0)) / Steps;
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

        // The growth counts from where the process has settled: its code is compiled, and the collector's generations have their sizes.
        model.Fit(x, y, batchSize: Batch, epochs: 20_000 / Steps, verbose: 0);
        var (collections, before) = (GC.CollectionCount(2), WorkingSet());
        model.Fit(x, y, batchSize: Batch, epochs: 20_000 / Steps, verbose: 0);
        yield return new Figures("memory/gen2-collections", threads, GC.CollectionCount(2) - collections, null, null);
        yield return new Figures("memory/growth-kilobytes-20000-steps", threads, (WorkingSet() - before) / 1024.0, null, null);
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
