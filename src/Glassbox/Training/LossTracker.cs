using Glassbox.Metrics;

namespace Glassbox;

/// <summary>Computes the loss of batches and gathers figures over them, as the model was compiled.</summary>
/// <param name="options">What it was compiled with.</param>
/// <param name="outputNames">The names of the outputs; null where only a prediction shows how many there are.</param>
internal sealed class LossTracker(CompileOptions options, IReadOnlyList<string>? outputNames)
{
    private IReadOnlyList<OutputTracker>? outputs = outputNames is null ? null : options.ForOutputs(outputNames);
    private double total;
    private double samples;

    public IEnumerable<Metric> Metrics => outputs?.SelectMany(output => output.Metrics) ?? options.Metrics.Concat(options.WeightedMetrics).SelectMany(metrics => metrics);

    /// <summary>The loss of a batch, which is also taken into the mean over the batches.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="predicted">What the model made of it.</param>
    /// <param name="extra">What layers add: the prices of weights and outputs.</param>
    public Tensor Loss(Batch batch, Nest<Tensor> predicted, IReadOnlyList<Tensor> extra)
    {
        Tensor? sum = null;
        foreach (var (output, y, prediction, weight) in Match(batch, predicted))
        {
            if (output.HasLoss)
            {
                var loss = output.Loss(y, prediction, weight);
                sum = sum is null ? loss : sum + Ops.Cast(loss, sum.DType);
            }
        }

        sum = extra.Aggregate(sum, (value, loss) => value is null ? loss : value + Ops.Cast(loss, value.DType))
            ?? throw new InvalidOperationException("There is no loss to compute: the model was compiled without one, and no layer adds any. Compile it with a loss: model.Compile(optimizer, loss: \"categorical_crossentropy\").");
        total += (double)sum * batch.Count;
        samples += batch.Count;
        return sum;
    }

    /// <summary>Takes a batch into the metrics.</summary>
    public void UpdateMetrics(Batch batch, Nest<Tensor> predicted)
    {
        foreach (var (output, y, prediction, weight) in Match(batch, predicted))
        {
            output.UpdateMetrics(y, prediction, weight);
        }
    }

    public void Reset()
    {
        (total, samples) = (0, 0);
        foreach (var output in outputs ?? [])
        {
            output.Reset();
        }
    }

    /// <summary>The figures over the batches since the last reset: the loss, that of each output if there are several, and the metrics.</summary>
    public Logs Figures()
    {
        var all = outputs ?? [];
        OutputTracker[] withLoss = [.. all.Where(output => output.HasLoss)];
        return new Logs(
        [
            new("loss", samples == 0 ? 0 : total / samples),
            .. withLoss.Length < 2 ? [] : withLoss.Select(output => KeyValuePair.Create($"{output.Name}_loss", output.MeanLoss)),
            .. all.SelectMany(output => output.Figures(all.Count == 1 ? "" : $"{output.Name}_")),
        ]);
    }

    /// <summary>What belongs together: each output that is judged, its targets, what was predicted, and the samples' weights.</summary>
    private IEnumerable<(OutputTracker Output, Tensor Y, Tensor Predicted, Tensor? SampleWeight)> Match(Batch batch, Nest<Tensor> predicted)
    {
        outputs ??= options.ForOutputs(predicted.Keys ?? [.. Enumerable.Range(1, predicted.Count).Select(position => $"output_{position}")]);
        OutputTracker[] judged = [.. outputs.Where(output => output.NeedsTarget)];
        var (y, sampleWeight) = (batch.Targets, batch.SampleWeights);
        if (judged.Length > 0 && y.Count == 0)
        {
            throw new ArgumentException("Training and evaluation need targets: y is missing.");
        }

        // Targets in a list are as many as the outputs, or as those of them that are judged.
        if (y.Keys is null && y.Count != outputs.Count && y.Count != judged.Length)
        {
            throw new ArgumentException($"The model has {outputs.Count} output{(outputs.Count == 1 ? "" : "s")} ({string.Join(", ", outputs.Select(output => output.Name))}); received targets for {y.Count}.");
        }

        if (sampleWeight.Keys is null && sampleWeight.Count > 1 && sampleWeight.Count != outputs.Count)
        {
            throw new ArgumentException($"The model has {outputs.Count} outputs; received sample weights for {sampleWeight.Count}. Give one tensor for all outputs, one for each, or some by name.");
        }

        for (var (i, next) = (0, 0); i < outputs.Count; i++)
        {
            if (outputs[i].NeedsTarget)
            {
                yield return (outputs[i], Target(outputs[i].Name, y.Count == outputs.Count ? i : next), predicted[i], Weight(outputs[i].Name, i));
                next++;
            }
        }

        Tensor Target(string name, int position) => y.Keys is null
            ? y[position]
            : y.TryGetValue(name, out var target) ? target : throw new ArgumentException($"There are no targets for the output '{name}'; received targets for: {string.Join(", ", y.Keys)}.");

        Tensor? Weight(string name, int position) => sampleWeight.Keys is not null ? sampleWeight.TryGetValue(name, out var weight) ? weight : null
            : sampleWeight.Count == 0 ? null
            : sampleWeight.Count == 1 ? sampleWeight.One
            : sampleWeight[position];
    }
}
