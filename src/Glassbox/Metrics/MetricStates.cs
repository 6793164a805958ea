namespace Glassbox.Metrics;

/// <summary>What metrics have gathered so far, to go back to.</summary>
internal readonly struct MetricStates
{
    private readonly IReadOnlyList<Metric> metrics;
    private readonly object?[] gathered;

    /// <summary>Notes what metrics have gathered.</summary>
    public MetricStates(IReadOnlyList<Metric> metrics)
    {
        this.metrics = metrics;
        gathered = [.. metrics.Select(metric => metric.Gathered)];
    }

    /// <summary>Takes back what the metrics have gathered since.</summary>
    public void Restore()
    {
        for (var i = 0; i < gathered.Length; i++)
        {
            metrics[i].Gathered = gathered[i];
        }
    }
}
