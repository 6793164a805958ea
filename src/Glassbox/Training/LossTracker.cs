using Glassbox.Losses;
using Glassbox.Metrics;

namespace Glassbox;

/// <summary>What a model was compiled with, but for the optimizer: computes losses and gathers figures over batches.</summary>
internal sealed class LossTracker(Loss loss, double lossWeight, IReadOnlyList<Metric> metrics, IReadOnlyList<Metric> weightedMetrics)
{
    private double total;
    private double samples;

    /// <summary>The loss of a batch, which is also taken into the mean over the batches.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="predicted">What the model made of it.</param>
    /// <param name="extra">What layers add: the prices of weights and outputs.</param>
    public Tensor Loss(Batch batch, Tensor predicted, IReadOnlyList<Tensor> extra)
    {
        var y = batch.Y ?? throw new ArgumentException("Training and evaluation need targets: y is missing.");
        var value = loss.Apply(y, predicted, batch.SampleWeight);
        if (value.Rank > 0)
        {
            throw new ArgumentException($"The loss '{loss.Name}' must give one number for a batch; it gave shape {value.Shape}. Training needs another reduction than None.");
        }

        value = lossWeight == 1 ? value : value * lossWeight;
        value = extra.Aggregate(value, (sum, loss) => sum + Ops.Cast(loss, sum.DType));
        total += (double)value * batch.X.Shape[0];
        samples += batch.X.Shape[0];
        return value;
    }

    /// <summary>Takes a batch into the metrics.</summary>
    public void UpdateMetrics(Batch batch, Tensor predicted)
    {
        foreach (var metric in metrics)
        {
            metric.UpdateState(batch.Y!, predicted);
        }

        foreach (var metric in weightedMetrics)
        {
            metric.UpdateState(batch.Y!, predicted, batch.SampleWeight);
        }
    }

    public void Reset()
    {
        (total, samples) = (0, 0);
        foreach (var metric in metrics.Concat(weightedMetrics))
        {
            metric.ResetState();
        }
    }

    /// <summary>The figures over the batches since the last reset.</summary>
    public Logs Figures()
    {
        var names = metrics.Select(metric => metric.Name).ToHashSet();
        return new Logs(
        [
            new("loss", samples == 0 ? 0 : total / samples),
            .. metrics.Select(metric => KeyValuePair.Create(metric.Name, metric.Result())),
            .. weightedMetrics.Select(metric => KeyValuePair.Create(names.Contains(metric.Name) ? $"weighted_{metric.Name}" : metric.Name, metric.Result())),
        ]);
    }
}
