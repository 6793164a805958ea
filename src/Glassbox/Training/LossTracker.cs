using Glassbox.Metrics;

namespace Glassbox;

/// <summary>Computes the loss of batches and gathers figures over them, as the model was compiled.</summary>
/// <param name="options">What it was compiled with.</param>
/// <param name="outputNames">The names of the outputs; null where only a prediction shows how many there are.</param>
internal sealed class LossTracker(CompileOptions options, IReadOnlyList<string>? outputNames)
{
    private OutputTracker[]? outputs = outputNames is null ? null : options.ForOutputs(outputNames);
    private Mean mean;

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

        for (var i = 0; i < extra.Count; i++)
        {
            sum = sum is null ? extra[i] : sum + Ops.Cast(extra[i], sum.DType);
        }

        if (sum is null)
        {
            throw new InvalidOperationException("There is no loss to compute: the model was compiled without one, and no layer adds any. Compile it with a loss: model.Compile(optimizer, loss: \"categorical_crossentropy\").");
        }

        mean = mean.With((double)sum, batch.Count);
        return sum;
    }

    /// <summary>The mean of the loss so far, to be given to <see cref="Settle"/> after the loss of the next batch.</summary>
    public Mean LossSoFar => mean;

    /// <summary>Takes into the mean what the model says the loss of a batch is, which need not be what was computed here.</summary>
    public void Settle(Mean soFar, Tensor loss, int samples) => mean = loss.Size == 1
        ? soFar.With(loss.ToScalar<double>(), samples)
        : throw new InvalidOperationException($"ComputeLoss must give one number for a batch; it gave shape {loss.Shape}. Take the mean of the samples' losses: Ops.Mean(losses).");

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
        mean = default;
        foreach (var output in outputs ?? [])
        {
            output.Reset();
        }
    }

    /// <summary>The figures over the batches since the last reset: the loss, that of each output if there are several, and the metrics.</summary>
    public Logs Figures()
    {
        OutputTracker[] all = outputs ?? [];
        var figures = new List<KeyValuePair<string, double>> { new("loss", mean.Value) };
        if (all.Count(output => output.HasLoss) > 1)
        {
            figures.AddRange(all.Where(output => output.HasLoss).Select(output => KeyValuePair.Create($"{output.Name}_loss", output.MeanLoss)));
        }

        foreach (var output in all)
        {
            output.AddFigures(figures, all.Length == 1 ? "" : $"{output.Name}_");
        }

        return new Logs(figures);
    }

    /// <summary>What belongs together: each output that is judged, its targets, what was predicted, and the samples' weights.</summary>
    private Judged[] Match(Batch batch, Nest<Tensor> predicted)
    {
        outputs ??= options.ForOutputs(predicted.Keys ?? [.. Enumerable.Range(1, predicted.Count).Select(position => $"output_{position}")]);
        var (y, sampleWeight) = (batch.Targets, batch.SampleWeights);
        var judged = new Judged[outputs.Count(output => output.NeedsTarget)];
        Check(judged.Length, y, sampleWeight);
        for (var (i, next) = (0, 0); i < outputs.Length; i++)
        {
            if (outputs[i].NeedsTarget)
            {
                judged[next] = new(outputs[i], Target(y, outputs[i].Name, y.Count == outputs.Length ? i : next), predicted[i], Weight(sampleWeight, outputs[i].Name, i));
                next++;
            }
        }

        return judged;
    }

    private void Check(int judged, Nest<Tensor> y, Nest<Tensor> sampleWeight)
    {
        var count = outputs!.Length;
        if (judged > 0 && y.Count == 0)
        {
            throw new ArgumentException("Training and evaluation need targets: y is missing.");
        }

        // Targets in a list are as many as the outputs, or as those of them that are judged.
        if (y.Keys is null && y.Count != count && y.Count != judged)
        {
            throw new ArgumentException($"The model has {count} output{(count == 1 ? "" : "s")} ({string.Join(", ", outputs.Select(output => output.Name))}); received targets for {y.Count}.");
        }

        if (sampleWeight.Keys is null && sampleWeight.Count > 1 && sampleWeight.Count != count)
        {
            throw new ArgumentException($"The model has {count} outputs; received sample weights for {sampleWeight.Count}. Give one tensor for all outputs, one for each, or some by name.");
        }
    }

    private static Tensor Target(Nest<Tensor> y, string name, int position) => y.Keys is null
        ? y[position]
        : y.TryGetValue(name, out var target) ? target : throw new ArgumentException($"There are no targets for the output '{name}'; received targets for: {string.Join(", ", y.Keys)}.");

    private static Tensor? Weight(Nest<Tensor> sampleWeight, string name, int position) => sampleWeight.Keys is not null ? sampleWeight.TryGetValue(name, out var weight) ? weight : null
        : sampleWeight.Count == 0 ? null
        : sampleWeight.Count == 1 ? sampleWeight.One
        : sampleWeight[position];

    /// <summary>A mean over samples.</summary>
    internal readonly record struct Mean(double Total, double Samples)
    {
        public double Value => Samples == 0 ? 0 : Total / Samples;

        public Mean With(double value, int samples) => new(Total + (value * samples), Samples + samples);
    }

    private readonly record struct Judged(OutputTracker Output, Tensor Y, Tensor Predicted, Tensor? SampleWeight);
}
