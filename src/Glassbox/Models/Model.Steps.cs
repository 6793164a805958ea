using Glassbox.Layers;
using Glassbox.Metrics;
using Glassbox.Optimizers;

namespace Glassbox;

/// <remarks>
/// A model of one's own may have a step of its own: override <see cref="TrainStep"/>, and
/// <see cref="Fit(Tensor, Tensor, int?, int, int, IReadOnlyList{Glassbox.Callbacks.Callback}, double, Batch, bool,
/// IReadOnlyDictionary{int, double}, Tensor, int, int?, int?, int?, int, CancellationToken)"/>
/// with its epochs, batches, callbacks and progress bar works as before. Source:
/// <see href="https://keras.io/guides/custom_train_step_in_torch/"/>.
/// </remarks>
public partial class Model
{
    private Metric[]? ownMetrics;

    /// <summary>
    /// The metrics that are set back before each epoch and evaluation: once the model is compiled, first the mean of the loss, which is
    /// called <c>loss</c> and which a step of one's own may update, then those that it was compiled with; and those that the model and its
    /// layers keep in fields.
    /// </summary>
    public virtual IReadOnlyList<Metric> Metrics => OwnMetrics.Length == 0 ? Tracked : [.. Tracked.Union(OwnMetrics)];

    private IReadOnlyList<Metric> Tracked => tracker?.Metrics ?? [];

    private Metric[] OwnMetrics =>
        ownMetrics ??= [.. HeldMetrics];

    /// <summary>One gradient step on a batch: what Fit and TrainOnBatch do with it.</summary>
    /// <param name="batch">The samples, targets and weights.</param>
    /// <returns>The figures so far, which callbacks and the progress bar show.</returns>
    public virtual Logs TrainStep(Batch batch)
    {
        // The metrics come before the step, so that a batch that they refuse changes no weights.
        var result = ComputeGradients(batch);
        var logs = ComputeMetrics(batch, result);
        if (result.Variables.Count == 0)
        {
            trainer?.SayNothingIsTrained();
        }

        Optimizer.Apply(result);
        return UpToDate(logs);
    }

    /// <summary>
    /// The first part of a training step: the loss of a batch and its gradients. Nothing is changed: not the weights, not the metrics, not
    /// the moving averages, not the random numbers. <see cref="Optimizer.Apply(StepResult)"/> makes the step.
    /// </summary>
    /// <param name="batch">The samples, targets and weights.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or there is no loss.</exception>
    /// <exception cref="ArgumentException">The batch does not fit the model or the loss.</exception>
    public virtual StepResult ComputeGradients(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RequireCompiled(nameof(ComputeGradients));
        using var tape = new GradientTape();
        var (loss, predicted, call) = Judged(batch, training: true);
        tape.Dispose();
        var variables = TrainableVariables;
        var result = new StepResult(loss, predicted, variables, variables.Count == 0 ? [] : tape.Gradient(loss, variables), call);
        batch.Observation?.Take(result);
        return result;
    }

    /// <summary>Judges a batch without learning from it: what Evaluate and TestOnBatch do with it.</summary>
    /// <inheritdoc cref="TrainStep"/>
    public virtual Logs TestStep(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (loss, predicted, call) = Judged(batch, training: false);
        TrackLoss(batch, loss, call);
        var logs = ComputeMetrics(batch, predicted);
        call.Commit();
        return UpToDate(logs);
    }

    /// <summary>The outputs for a batch: what Predict does with it.</summary>
    /// <param name="batch">The samples; targets are not looked at.</param>
    public virtual Structure<Tensor> PredictStep(Batch batch) => ApplyAll(batch.Inputs);

    /// <summary>
    /// The compiled loss of a batch, with what layers added to it in the call, and the prices of the weights. It changes nothing. Override
    /// it for a loss of another form: one number, of which <see cref="TrainStep"/> and <see cref="TestStep"/> show the mean.
    /// </summary>
    /// <param name="batch">The samples, targets and weights.</param>
    /// <param name="predicted">What the model made of them.</param>
    /// <param name="call">The context of the call in which it did, with what layers added.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or there is nothing to compute.</exception>
    protected virtual Tensor ComputeLoss(Batch batch, Structure<Tensor> predicted, CallContext call)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(call);
        return RequireTracker(nameof(ComputeLoss)).Loss(batch, predicted, call, WeightLosses(call));
    }

    /// <summary>
    /// Takes the loss of a batch into the mean that is shown as <c>loss</c>, by its number of samples, and the losses of the outputs into
    /// theirs. <see cref="TrainStep"/> and <see cref="TestStep"/> do it; a step of one's own does, or updates the metric itself.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="loss">Scalar loss.</param>
    /// <param name="call">The context that <see cref="ComputeLoss"/> was given.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    protected void TrackLoss(Batch batch, Tensor loss, CallContext call)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(call);
        RequireTracker(nameof(TrackLoss)).Track(loss, call, batch.Count);
    }

    /// <summary>Takes a batch into the compiled metrics.</summary>
    /// <param name="batch">The samples, targets and weights.</param>
    /// <param name="predicted">What the model made of them.</param>
    /// <returns>
    /// The loss, as far as it is tracked, and the metrics so far, those that the model and its layers keep themselves among them.
    /// </returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    protected virtual Logs ComputeMetrics(Batch batch, Structure<Tensor> predicted)
    {
        RequireTracker(nameof(ComputeMetrics)).UpdateMetrics(batch, predicted);
        var figures = tracker!.Figures();
        foreach (var metric in OwnMetrics)
        {
            figures.AddNew(metric.Name, metric.Snapshot());
        }

        return figures;
    }

    /// <summary>
    /// Takes a training step into the mean of the loss and the compiled metrics: <see cref="TrackLoss"/>, then
    /// <see cref="ComputeMetrics(Batch, Structure{Tensor})"/>.
    /// </summary>
    /// <param name="batch">The samples, targets and weights.</param>
    /// <param name="result">What <see cref="ComputeGradients"/> made of them.</param>
    /// <inheritdoc cref="ComputeMetrics(Batch, Structure{Tensor})"/>
    protected Logs ComputeMetrics(Batch batch, StepResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        TrackLoss(batch, result.Loss, result.Call);
        return ComputeMetrics(batch, result.Predicted);
    }

    /// <summary>The names of the figures of a training, without those of the validation; null until they are known.</summary>
    internal IReadOnlyList<string>? FigureNames =>
        tracker?.FigureNames is { } compiled ? [.. compiled.Union(OwnMetrics.Select(metric => metric.Name))] : null;

    /// <summary>
    /// Whether more of a figure is better, by the metric that measures it or else by the exact name; null where neither tells.
    /// </summary>
    /// <param name="figure">Its name, without that of the validation before it.</param>
    internal bool? LargerIsBetter(string figure) => tracker?.LargerIsBetter(figure)
        ?? AllMetrics().FirstOrDefault(metric => metric.Name == figure)?.LargerIsBetter
        ?? Callbacks.Monitor.ByName(figure)
        ?? OutputNames?.Where(output => figure.StartsWith(output + "_", StringComparison.Ordinal))
            .Select(output => Callbacks.Monitor.ByName(figure[(output.Length + 1)..])).FirstOrDefault(larger => larger is not null);

    /// <summary>Starts the figures over.</summary>
    internal void ResetMetrics()
    {
        foreach (var metric in AllMetrics())
        {
            metric.ResetState();
        }
    }

    /// <summary>The metrics, and those that the model was compiled with where <see cref="Metrics"/> is overridden without them.</summary>
    internal IReadOnlyList<Metric> AllMetrics()
    {
        ownMetrics = null;
        return Metrics is var metrics && ReferenceEquals(metrics, Tracked) ? metrics : [.. metrics.Union(Tracked)];
    }

    /// <summary>What the model makes of a batch, and the loss; nothing is changed.</summary>
    private (Tensor Loss, Structure<Tensor> Predicted, CallContext Call) Judged(Batch batch, bool training)
    {
        var call = new CallContext(training, deferUpdates: true) { Probe = batch.Observation };
        var predicted = ApplyAll(batch.Inputs, call);
        var loss = ComputeLoss(batch, predicted, call);
        return loss.Size == 1 ? (loss, predicted, call) : throw new InvalidOperationException(
            $"ComputeLoss must give one number for a batch; it gave shape {loss.Shape}. Take the mean of the samples' losses: "
            + "Ops.Mean(losses).");
    }

    /// <summary>
    /// Figures with those of the model's own metrics after the call's updates are committed, as layers may update them there.
    /// </summary>
    private Logs UpToDate(Logs logs)
    {
        if (OwnMetrics.Length > 0)
        {
            var compiled = RequireTracker(nameof(ComputeMetrics)).Figures();
            foreach (var metric in OwnMetrics.Where(metric => !compiled.ContainsKey(metric.Name)))
            {
                logs.Refresh(metric.Name, metric.Snapshot());
            }
        }

        return logs;
    }

    private LossTracker RequireTracker(string method)
    {
        RequireCompiled(method);
        return tracker!;
    }
}
