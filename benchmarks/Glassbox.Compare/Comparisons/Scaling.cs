using System.Globalization;

namespace Glassbox.Compare;

/// <summary>
/// How the cost of a dense network grows: 784 inputs, hidden layers with relu, 10 classes, adam. One of batch size, width and depth changes
/// at a time; for training steps and for predictions, on one thread and on two.
/// </summary>
internal static class Scaling
{
    public const string Family = "scaling";

    private const int Inputs = 784;
    private const int Classes = 10;
    private const int MinSteps = 4;
    private const int MaxSteps = 16;

    /// <summary>A turn has fewer steps than it may where so many operations are enough.</summary>
    private const double Enough = 2e9;

    private static readonly Setting Middle = new(BatchSize: 128, Width: 512, Depth: 2);

    private static readonly (string Name, int Value, Setting Setting)[] Settings =
    [
        .. new[] { 1, 4, 16, 64, 128, 256, 1024 }.Select(size => ("batch", size, Middle with { BatchSize = size })),
        .. new[] { 64, 128, 256, 512, 1024, 2048 }.Select(width => ("width", width, Middle with { Width = width })),
        .. new[] { 1, 2, 4, 8 }.Select(depth => ("depth", depth, Middle with { Depth = depth })),
    ];

    /// <summary>Measures what begins with one of the names, and prints a line for each.</summary>
    public static void Run(string[] names)
    {
        Console.Error.WriteLine("name\tthreads\tmilliseconds per step\tGFLOP/s\tpercent of roofline");
        foreach (var threads in new[] { 1, 2 })
        {
            Engine.Threads = threads;
            foreach (var (name, value, setting) in Settings)
            {
                foreach (var training in new[] { true, false })
                {
                    var full = $"{Family}/{(training ? "train" : "predict")}/{name}/{value}";
                    if (names.Any(wish => full.StartsWith(wish, StringComparison.Ordinal)))
                    {
                        Print(full, threads, setting, training);
                    }
                }
            }
        }
    }

    private static void Print(string name, int threads, Setting setting, bool training)
    {
        int[] widths = [Inputs, .. Enumerable.Repeat(setting.Width, setting.Depth), Classes];
        var operations = Classifiers.Operations(widths, training) * setting.BatchSize;
        var steps = (int)Math.Clamp(Enough / operations, MinSteps, MaxSteps);
        var samples = setting.BatchSize * steps;
        var (model, x, y) = (Classifiers.Make(widths), Tensor.RandomUniform([samples, Inputs], seed: 1),
            Utils.ToCategorical(Tensor.Arange(0, samples) % Classes, Classes));
        Action action = training ? () =>
            model.Fit(x, y, batchSize: setting.BatchSize, verbose: 0) : () => model.Predict(x, batchSize: setting.BatchSize, verbose: 0);
        var figures = Rounds.Measure(new Comparison(name, threads, action, null) { FloatingPointOperations = operations * steps,
            Scale = 1.0 / steps });
        Console.WriteLine(string.Join(
            '\t', name, threads, Text(figures.Ours, "G3"), Text(operations / figures.Ours / 1e6, "G3"),
            Text(figures.PercentOfRoofline, "F0")));
    }

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private readonly record struct Setting(int BatchSize, int Width, int Depth);
}
