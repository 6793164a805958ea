using Glassbox.Losses;
using Glassbox.Metrics;

namespace Glassbox;

/// <summary>The compile settings except the optimizer: shared by all outputs, per output in order, or by output name.</summary>
internal sealed record CompileOptions(Structure<Loss> Loss, Structure<Metric[]> Metrics, Structure<Metric[]> WeightedMetrics,
    Structure<double> LossWeights)
{
    /// <summary>Creates the loss and metric tracker of each output.</summary>
    /// <param name="names">The outputs' names, in order.</param>
    /// <exception cref="ArgumentException">The count of an argument does not match the outputs, or no output has a given name.</exception>
    public OutputTracker[] ForOutputs(IReadOnlyList<string> names)
    {
        var losses = Spread("loss", Loss, names, null);
        var lossWeights = Spread("lossWeights", LossWeights.Map(weight => (double?)weight), names, 1);
        var metrics = SpreadMetrics("metrics", Metrics, names);
        var weightedMetrics = SpreadMetrics("weightedMetrics", WeightedMetrics, names);
        return [.. names.Select((name, i) => new OutputTracker(name, losses[i], lossWeights[i]!.Value, metrics[i], weightedMetrics[i]))];
    }

    // A list of metrics for several outputs holds one entry per output.
    private static Metric[][] SpreadMetrics(string argument, Structure<Metric[]> given, IReadOnlyList<string> names)
    {
        if (given.IsSingle && names.Count > 1 && given.One.Length > 0)
        {
            given = Array.ConvertAll(given.One, metric => new[] { metric });
        }

        var spread = Spread(argument, given, names, []);
        return spread!;
    }

    private static T?[] Spread<T>(string argument, Structure<T> given, IReadOnlyList<string> names, T? missing)
    {
        if (given.Count == 0)
        {
            return [.. names.Select(_ => missing)];
        }

        if (given.Keys is { } keys)
        {
            return keys.FirstOrDefault(key => !names.Contains(key)) is { } unknown
                ? throw new ArgumentException($"{argument} is given for an output '{unknown}', which the model does not have. Its "
                + $"outputs are: {string.Join(", ", names)}.", argument)
                : [.. names.Select(name => given.TryGetValue(name, out var value) ? value : missing)];
        }

        if (given.IsSingle)
        {
            return [.. names.Select(_ => given.One)];
        }

        return given.Count == names.Count
            ? [.. given]
            : throw new ArgumentException($"{argument} has {given.Count} entries for a model with {names.Count} "
            + $"output{(names.Count == 1 ? "" : "s")} ({string.Join(", ", names)}). Give one for each.", argument);
    }
}
