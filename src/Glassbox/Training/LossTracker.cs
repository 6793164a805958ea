using Glassbox.Layers;
using Glassbox.Metrics;

namespace Glassbox;

/// <summary>Computes the loss of batches and accumulates loss and metrics over them, as compiled.</summary>
/// <param name="model">The model.</param>
/// <param name="options">The compile settings.</param>
/// <param name="outputNames">Names of the outputs; null if their number is known only after a prediction.</param>
internal sealed class LossTracker(Model model, CompileOptions options, IReadOnlyList<string>? outputNames)
{
    private readonly Mean loss = new("loss");
    private readonly Lock gate = new();

    /// <summary>The outputs and all derived data, published atomically: another thread sees all of it or nothing.</summary>
    private volatile Known? known = outputNames is null ? null : new Known(options.ForOutputs(outputNames));
    private IReadOnlyList<Metric>? unassigned;
    private bool looked;

    /// <summary>The mean loss, the compiled metrics, and the mean loss of each output if several have one.</summary>
    public IReadOnlyList<Metric> Metrics => known is { } now
        ? now.Metrics(loss)
        : unassigned ??= [loss, .. options.Metrics.Concat(options.WeightedMetrics).SelectMany(metrics => metrics)];

    /// <summary>The names in the logs; null until the outputs are known.</summary>
    public IReadOnlyList<string>? FigureNames => known is { } now
        ? [loss.Name, .. now.SeveralLosses.Select(output => output.MeanLoss.Name), .. now.Named.Select(entry => entry.Key)]
        : null;

    /// <summary>Whether larger values are better; null if the entry is not a loss and no metric tells.</summary>
    /// <param name="figure">Name in the logs, without the validation prefix.</param>
    public bool? LargerIsBetter(string figure)
    {
        if (figure == loss.Name || (known is { } now && Array.Exists(now.Outputs, output => output.MeanLoss.Name == figure)))
        {
            return false;
        }

        return known is { } outputs && Array.Find(outputs.Named, entry => entry.Key == figure).Metric is { } metric
            ? metric.LargerIsBetter
            : null;
    }

    /// <summary>
    /// Computes the loss of a batch. Has no side effects except that the outputs' losses are recorded in the call context.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="predicted">The model's predictions for it.</param>
    /// <param name="call">Context of the forward pass.</param>
    /// <param name="weightLosses">The regularization losses of the weights.</param>
    public Tensor Loss(Batch batch, Structure<Tensor> predicted, CallContext call, IReadOnlyList<Tensor> weightLosses)
    {
        var judged = Match(batch, predicted);
        LookOnce(known!.Outputs, predicted);
        var losses = new List<(string Output, Tensor Loss)>(judged.Length);
        Tensor? sum = null;
        foreach (var (output, y, prediction, weight) in judged)
        {
            if (output.HasLoss)
            {
                var value = output.Loss(y, prediction, weight);
                losses.Add((output.Name, value));
                sum = Added(sum, output.Weighted(value));
            }
        }

        call.OutputLosses = losses;
        sum = Added(Added(sum, call.Losses), weightLosses);
        return sum ?? throw new InvalidOperationException(
            "There is no loss to compute: the model was compiled without one, and no layer adds any. " +
            "Compile it with a loss: model.Compile(optimizer, loss: \"categorical_crossentropy\").");
    }

    /// <summary>Updates the mean loss and the means of the outputs' losses.</summary>
    public void Track(Tensor value, CallContext call, int samples)
    {
        loss.Add(value, samples);
        if (call.OutputLosses is { Count: > 1 } losses && known is { } now)
        {
            foreach (var (name, output) in losses)
            {
                Array.Find(now.Outputs, tracker => tracker.Name == name)?.MeanLoss.Add(output, samples);
            }
        }
    }

    /// <summary>Updates the metrics with a batch.</summary>
    public void UpdateMetrics(Batch batch, Structure<Tensor> predicted)
    {
        foreach (var (output, y, prediction, weight) in Match(batch, predicted))
        {
            output.UpdateMetrics(y, prediction, weight);
        }
    }

    /// <summary>
    /// The results since the last reset: loss, loss of each output if there are several, and metrics. A custom step may leave losses out.
    /// </summary>
    public Logs Figures()
    {
        var logs = new Logs();
        AddIfKnown(loss);
        if (known is not { } now)
        {
            return logs;
        }

        if (now.Outputs.Length > 1)
        {
            foreach (var output in now.Outputs)
            {
                AddIfKnown(output.MeanLoss);
            }
        }

        foreach (var (key, metric) in now.Named)
        {
            logs.Add(key, metric.Snapshot());
        }

        return logs;

        void AddIfKnown(Mean mean)
        {
            if (mean.HasValues)
            {
                logs.Add(mean.Name, mean.Snapshot());
            }
        }
    }

    /// <summary>Warns about mismatched outputs and losses, at the first batch.</summary>
    private void LookOnce(OutputTracker[] outputs, Structure<Tensor> predicted)
    {
        if (looked || Interlocked.Exchange(ref looked, true))
        {
            return;
        }

        for (var i = 0; i < outputs.Length && i < predicted.Count; i++)
        {
            if (outputs[i].LossOrNone is { } loss)
            {
                OutputCheck.Look(model, i, loss, predicted[i]);
            }
            else if (options.Loss.Keys is { Count: > 0 } named && !named.Contains(outputs[i].Name))
            {
                Warnings.Warn(
                    $"Model '{model.Name}': the output '{outputs[i].Name}' has no loss, and is not trained; losses are given for: "
                    + $"{string.Join(", ", named)}.");
            }
        }
    }

    private static Tensor? Added(Tensor? sum, IReadOnlyList<Tensor> losses)
    {
        for (var i = 0; i < losses.Count; i++)
        {
            sum = Added(sum, losses[i]);
        }

        return sum;
    }

    private static Tensor Added(Tensor? sum, Tensor more) => sum is null ? more : sum + Ops.Cast(more, sum.DType);

    /// <summary>Pairs each output that has a loss or metrics with its targets, predictions and sample weights.</summary>
    private Judged[] Match(Batch batch, Structure<Tensor> predicted)
    {
        var outputs = (known ?? Learn(predicted)).Outputs;
        var (y, sampleWeight) = (batch.Targets, batch.SampleWeights);
        var judged = new Judged[outputs.Count(output => output.NeedsTarget)];
        Check(outputs, judged.Length, y, sampleWeight);
        for (var (i, next) = (0, 0); i < outputs.Length; i++)
        {
            if (outputs[i].NeedsTarget)
            {
                judged[next] = new(outputs[i], Target(y, outputs[i].Name, y.Count == outputs.Length ? i : next), predicted[i],
                    Weight(sampleWeight, outputs[i].Name, i));
                next++;
            }
        }

        return judged;
    }

    /// <summary>Determines the outputs from the first prediction; synchronized between threads.</summary>
    private Known Learn(Structure<Tensor> predicted)
    {
        lock (gate)
        {
            return known ??= new Known(options.ForOutputs(predicted.Keys
                ?? [.. Enumerable.Range(1, predicted.Count).Select(position => $"output_{position}")]));
        }
    }

    private static void Check(OutputTracker[] outputs, int judged, Structure<Tensor> y, Structure<Tensor> sampleWeight)
    {
        var count = outputs.Length;
        if (judged > 0 && y.Count == 0)
        {
            throw new ArgumentException("Training and evaluation need targets: y is missing.");
        }

        // A list of targets has one entry per output, or per output that has a loss or metrics.
        if (y.Keys is null && y.Count != count && y.Count != judged)
        {
            throw new ArgumentException($"The model has {count} output{(count == 1 ? "" : "s")} "
                + $"({string.Join(", ", outputs.Select(output => output.Name))}); received targets for {y.Count}.");
        }

        if (sampleWeight.Keys is null && sampleWeight.Count > 1 && sampleWeight.Count != count)
        {
            throw new ArgumentException($"The model has {count} outputs; received sample weights for {sampleWeight.Count}. Give one "
                + "tensor for all outputs, one for each, or some by name.");
        }
    }

    private static Tensor Target(Structure<Tensor> y, string name, int position) => y.Keys is null
        ? y[position]
        : y.TryGetValue(name, out var target) ? target : throw new ArgumentException($"There are no targets for the output '{name}'; "
        + $"received targets for: {string.Join(", ", y.Keys)}.");

    private static Tensor? Weight(Structure<Tensor> sampleWeight, string name, int position) =>
        sampleWeight.Keys is not null ? sampleWeight.TryGetValue(name, out var weight) ? weight : null
        : sampleWeight.Count == 0 ? null
        : sampleWeight.Count == 1 ? sampleWeight.One
        : sampleWeight[position];

    private readonly record struct Judged(OutputTracker Output, Tensor Y, Tensor Predicted, Tensor? SampleWeight);

    /// <summary>The outputs and derived data.</summary>
    private sealed class Known
    {
        private IReadOnlyList<Metric>? metrics;

        public Known(OutputTracker[] outputs)
        {
            Outputs = outputs;
            var taken = new HashSet<string>(outputs.Select(output => output.MeanLoss.Name)) { "loss" };
            Named = [.. outputs.SelectMany(output => output.Named(outputs.Length == 1 ? "" : $"{output.Name}_", taken))];
        }

        public OutputTracker[] Outputs { get; }

        /// <summary>The metrics under their names in the logs.</summary>
        public (string Key, Metric Metric)[] Named { get; }

        public IReadOnlyList<Metric> Metrics(Mean loss) => metrics ??=
            [loss, .. Outputs.SelectMany(output => output.Metrics), .. SeveralLosses.Select(output => output.MeanLoss)];

        public IEnumerable<OutputTracker> SeveralLosses =>
            Outputs.Count(output => output.HasLoss) > 1 ? Outputs.Where(output => output.HasLoss) : [];
    }
}
