namespace Glassbox.Metrics;

/// <summary>Snapshots of the accumulated states of metrics, for rolling back.</summary>
internal readonly struct MetricStates
{
    private readonly IReadOnlyList<Metric> metrics;
    private readonly object?[] gathered;

    /// <summary>Takes the snapshots.</summary>
    public MetricStates(IReadOnlyList<Metric> metrics)
    {
        this.metrics = metrics;
        gathered = [.. metrics.Select(metric => metric.Gathered)];
    }

    /// <summary>Restores the states.</summary>
    public void Restore()
    {
        for (var i = 0; i < gathered.Length; i++)
        {
            metrics[i].Gathered = gathered[i];
        }
    }
}
