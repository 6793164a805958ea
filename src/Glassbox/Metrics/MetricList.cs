using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Glassbox.Metrics;

/// <summary>
/// A list of metrics in which names, metrics and functions can be mixed: <c>metrics: ["mae", MeanPrediction]</c>. It is created by a
/// collection expression, so code rarely names this type.
/// </summary>
[SuppressMessage("Design", "CA1010:Generic interface should also be implemented", Justification = "The compiler would allow elements of "
    + "that type alone, and no functions.")]
public sealed class MetricList : IEnumerable
{
    private readonly List<Metric> metrics = [];

    /// <summary>Adds a metric, or one by its name.</summary>
    public void Add(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        metrics.Add(metric);
    }

    /// <summary>
    /// Adds the mean of a function that maps (yTrue, yPred) to a value per sample, under the function's name in snake case:
    /// <c>mean_prediction</c>.
    /// </summary>
    public void Add(Func<Tensor, Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        metrics.Add(new MeanMetricWrapper(function));
    }

    /// <summary>Converts an array of metric names.</summary>
    public static implicit operator MetricList(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var list = new MetricList();
        foreach (var name in names)
        {
            list.Add((Metric)name);
        }

        return list;
    }

    /// <summary>Converts an array of metrics.</summary>
    public static implicit operator MetricList(Metric[] metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var list = new MetricList();
        foreach (var metric in metrics)
        {
            list.Add(metric);
        }

        return list;
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => metrics.GetEnumerator();

    internal Metric[] ToArray() => [.. metrics];
}
