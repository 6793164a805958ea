using Glassbox.Backends;
using Glassbox.Losses;
using Glassbox.Metrics;

namespace Glassbox;

/// <summary>What one output of a model is judged by: computes its loss and gathers its figures over batches.</summary>
internal sealed class OutputTracker(string name, Loss? loss, double lossWeight, Metric[] metrics, Metric[] weightedMetrics)
{
    private double total;
    private double samples;

    public string Name => name;

    public bool HasLoss => loss is not null;

    public bool NeedsTarget => HasLoss || metrics.Length + weightedMetrics.Length > 0;

    /// <summary>The mean of the loss over the batches, without its weight among the outputs.</summary>
    public double MeanLoss => samples == 0 ? 0 : total / samples;

    public IEnumerable<Metric> Metrics => metrics.Concat(weightedMetrics);

    /// <summary>The loss of a batch, times its weight among the outputs.</summary>
    public Tensor Loss(Tensor y, Tensor predicted, Tensor? sampleWeight)
    {
        var value = loss!.Apply(y, predicted, sampleWeight);
        if (value.Rank > 0)
        {
            throw new ArgumentException($"The loss '{loss.Name}' must give one number for a batch; it gave shape {value.Shape}. Training needs another reduction than None.");
        }

        total += (double)value * predicted.Shape[0];
        samples += predicted.Shape[0];
        return lossWeight == 1 ? value : value * lossWeight;
    }

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

    public void Reset()
    {
        (total, samples) = (0, 0);
        foreach (var metric in Metrics)
        {
            metric.ResetState();
        }
    }

    /// <summary>Adds the metrics over the batches, under their names behind a prefix.</summary>
    public void AddFigures(List<KeyValuePair<string, double>> figures, string prefix)
    {
        foreach (var metric in metrics)
        {
            Add(metric.Name, metric);
        }

        foreach (var metric in weightedMetrics)
        {
            Add(Array.Exists(metrics, other => other.Name == metric.Name) ? $"weighted_{metric.Name}" : metric.Name, metric);
        }

        // Two of a kind are told apart as Keras's own names are: auc, auc_1.
        void Add(string given, Metric metric)
        {
            var unique = prefix + given;
            for (var number = 1; figures.Exists(figure => figure.Key == unique); number++)
            {
                unique = $"{prefix}{given}_{number}";
            }

            figures.Add(new(unique, metric.Result()));
        }
    }
}
