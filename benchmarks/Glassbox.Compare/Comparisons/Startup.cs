using System.Diagnostics;
using Glassbox.Layers;

namespace Glassbox.Compare;

/// <summary>
/// From the start of a process to the end of its first training step, runtime, library and compilation included, over a process that does
/// nothing. Both are this program, started anew each time.
/// </summary>
internal static class Startup
{
    public const string Empty = "--empty-program";
    public const string FirstStep = "--first-step";
    public const string TorchFirstStep = "--torch-first-step";

    /// <summary>This program as built, and as published with code compiled ahead of time, if the script could do that.</summary>
    public static IEnumerable<Figures> Measure(int threads)
    {
        var built = typeof(Startup).Assembly.Location;
        yield return Measure("startup/first-step-ms", built, threads);
        var published = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(built)!, "..", "..", "ReadyToRun", Path.GetFileName(built)));
        if (File.Exists(published))
        {
            yield return Measure("startup/ready-to-run-first-step-ms", published, threads);
        }
    }

    private static Figures Measure(string name, string program, int threads)
    {
        var (ours, theirs, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Math.Min(Rounds.Count, 15); round++)
        {
            var empty = Run(program, Empty);
            ours.Add(Run(program, FirstStep) - empty);
            if (TorchLibrary.IsAvailable)
            {
                theirs.Add(Run(program, TorchFirstStep) - empty);
                ratios.Add(theirs[^1] / ours[^1]);
            }
        }

        return new Figures(name, threads, Rounds.Median(ours), Rounds.Median(theirs), Rounds.Median(ratios));
    }

    /// <summary>What the started process does; false if it was not started for that.</summary>
    public static bool Serve(string[] arguments)
    {
        switch (arguments)
        {
            case [Empty]: return true;
            case [FirstStep]: Step(); return true;
            case [TorchFirstStep]: TorchStep(); return true;
            default: return false;
        }
    }

    private static void Step()
    {
        var model = new Sequential { new Dense(784, "relu", inputShape: [784]), new Dense(10, "softmax") };
        model.Compile("adam", "categorical_crossentropy", ["accuracy"]);
        model.Fit(Tensor.Zeros([128, 784]), Tensor.Zeros([128, 10]), batchSize: 128, verbose: 0);
    }

    private static void TorchStep()
    {
        using var x = TorchSharp.torch.zeros(128, 784);
        using var y = TorchSharp.torch.zeros(128, TorchSharp.torch.int64);
        TorchClassifier.Dense(784, 784, 10).Fit(x, y, 128);
    }

    private static double Run(string program, string argument)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(Environment.ProcessPath!, [program, argument]);
        process.WaitForExit();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return process.ExitCode == 0 ? elapsed : throw new InvalidOperationException($"The program ended with {process.ExitCode} at "
            + $"{argument}.");
    }
}
