using Glassbox.Backends;
using Glassbox.Losses;
using Glassbox.Metrics;

namespace Glassbox;

/// <summary>Loss and metrics of one model output: computes its loss and accumulates results over batches.</summary>
internal sealed class OutputTracker(string name, Loss? loss, double lossWeight, Metric[] metrics, Metric[] weightedMetrics)
{
    public string Name => name;

    public bool HasLoss => loss is not null;

    public Loss? LossOrNone => loss;

    public bool NeedsTarget => HasLoss || metrics.Length + weightedMetrics.Length > 0;

    /// <summary>The mean loss over the batches, without the output's loss weight.</summary>
    public Mean MeanLoss { get; } = new($"{name}_loss");

    public IEnumerable<Metric> Metrics => metrics.Concat(weightedMetrics);

    /// <summary>Computes the loss of a batch.</summary>
    public Tensor Loss(Tensor y, Tensor predicted, Tensor? sampleWeight)
    {
        var value = loss!.Apply(y, predicted, sampleWeight);
        return value.Rank == 0
            ? value
            : throw new ArgumentException($"The loss '{loss.Name}' must give one number for a batch; it gave shape {value.Shape}. "
            + "Training needs another reduction than None.");
    }

    /// <summary>The loss times the output's loss weight.</summary>
    public Tensor Weighted(Tensor value) => lossWeight == 1 ? value : value * lossWeight;

    public void UpdateMetrics(Tensor y, Tensor predicted, Tensor? sampleWeight)
    {
        foreach (var metric in metrics)
        {
            using var code = RunningCode.Enter(RunningCode.IsUsers(metric));
            metric.UpdateState(y, predicted);
        }

        foreach (var metric in weightedMetrics)
        {
            using var code = RunningCode.Enter(RunningCode.IsUsers(metric));
            metric.UpdateState(y, predicted, sampleWeight);
        }
    }

    /// <summary>The metrics under their prefixed names. Duplicates are numbered as in Keras: auc, auc_1.</summary>
    public IEnumerable<(string Key, Metric Metric)> Named(string prefix, HashSet<string> taken)
    {
        foreach (var metric in metrics)
        {
            yield return (New(metric.Name), metric);
        }

        foreach (var metric in weightedMetrics)
        {
            yield return (New(Array.Exists(metrics, other => other.Name == metric.Name) ? $"weighted_{metric.Name}" : metric.Name), metric);
        }

        string New(string given)
        {
            var unique = prefix + given;
            for (var number = 1; !taken.Add(unique); number++)
            {
                unique = $"{prefix}{given}_{number}";
            }

            return unique;
        }
    }
}
