using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Glassbox.Metrics;

/// <summary>
/// What is watched, where functions stand beside names and metrics: <c>metrics: ["mae", MeanPrediction]</c>. It is written as a list;
/// nobody needs to name this class.
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
    /// Adds the mean of what a function from (yTrue, yPred) says of each sample, under the function's name in snake case:
    /// <c>mean_prediction</c>.
    /// </summary>
    public void Add(Func<Tensor, Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        metrics.Add(new MeanMetricWrapper(function));
    }

    /// <summary>Metrics by their names, as an array.</summary>
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

    /// <summary>Metrics, as an array.</summary>
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
