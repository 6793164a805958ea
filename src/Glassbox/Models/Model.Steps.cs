using Glassbox.Layers;
using Glassbox.Metrics;
using Glassbox.Optimizers;

namespace Glassbox;

/// <remarks>
/// For a custom training step, override <see cref="TrainStep"/>; <see cref="Fit(Tensor, Tensor, int?, int, int,
/// IReadOnlyList{Glassbox.Callbacks.Callback}, double, Batch, bool, IReadOnlyDictionary{int, double}, Tensor, int, int?, int?, int?, int,
/// CancellationToken)"/> keeps its epochs, batches, callbacks and progress bar. Source:
/// <see href="https://keras.io/guides/custom_train_step_in_torch/"/>.
/// </remarks>
public partial class Model
{
    private Metric[]? ownMetrics;

    /// <summary>
    /// The metrics that are reset before each epoch and evaluation: once the model is compiled, the mean loss, named <c>loss</c>, which a
    /// custom step may update, then the compiled metrics and those that the model and its layers keep in fields.
    /// </summary>
    public virtual IReadOnlyList<Metric> Metrics => OwnMetrics.Length == 0 ? Tracked : [.. Tracked.Union(OwnMetrics)];

    private IReadOnlyList<Metric> Tracked => tracker?.Metrics ?? [];

    private Metric[] OwnMetrics =>
        ownMetrics ??= [.. HeldMetrics];

    /// <summary>Makes one gradient step on a batch; called by Fit and TrainOnBatch.</summary>
    /// <param name="batch">Samples, targets and weights.</param>
    /// <returns>The current values of loss and metrics, shown by callbacks and the progress bar.</returns>
    public virtual Logs TrainStep(Batch batch)
    {
        // The metrics are updated before the optimizer step, so that a batch that they reject changes no weights.
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
    /// First half of a training step: the loss of a batch and its gradients. Changes nothing: no weights, metrics, moving averages or
    /// random state. <see cref="Optimizer.Apply(StepResult)"/> makes the step.
    /// </summary>
    /// <param name="batch">Samples, targets and weights.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or has no loss.</exception>
    /// <exception cref="ArgumentException">The batch is incompatible with the model or the loss.</exception>
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

    /// <summary>Evaluates one batch; called by Evaluate and TestOnBatch.</summary>
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

    /// <summary>Computes the outputs for a batch; called by Predict.</summary>
    /// <param name="batch">The samples; targets are ignored.</param>
    public virtual Structure<Tensor> PredictStep(Batch batch) => ApplyAll(batch.Inputs);

    /// <summary>
    /// Computes the compiled loss of a batch plus the losses added by layers and the regularization losses. Has no side effects. Override
    /// it for a different loss: a scalar whose mean <see cref="TrainStep"/> and <see cref="TestStep"/> report.
    /// </summary>
    /// <param name="batch">Samples, targets and weights.</param>
    /// <param name="predicted">The model's predictions.</param>
    /// <param name="call">Context of the forward pass, with the losses added by layers.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or there is no loss to compute.</exception>
    protected virtual Tensor ComputeLoss(Batch batch, Structure<Tensor> predicted, CallContext call)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(call);
        return RequireTracker(nameof(ComputeLoss)).Loss(batch, predicted, call, WeightLosses(call));
    }

    /// <summary>
    /// Updates the mean reported as <c>loss</c> with the loss of a batch, weighted by its number of samples, and the means of the outputs'
    /// losses. <see cref="TrainStep"/> and <see cref="TestStep"/> call it; a custom step calls it or updates the metric itself.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="loss">Scalar loss.</param>
    /// <param name="call">The context passed to <see cref="ComputeLoss"/>.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    protected void TrackLoss(Batch batch, Tensor loss, CallContext call)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(call);
        RequireTracker(nameof(TrackLoss)).Track(loss, call, batch.Count);
    }

    /// <summary>Updates the compiled metrics with a batch.</summary>
    /// <param name="batch">Samples, targets and weights.</param>
    /// <param name="predicted">The model's predictions.</param>
    /// <returns>The loss, if tracked, and the current metrics, including those kept by the model and its layers.</returns>
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
    /// Updates the mean loss and the compiled metrics with a training step: <see cref="TrackLoss"/>, then
    /// <see cref="ComputeMetrics(Batch, Structure{Tensor})"/>.
    /// </summary>
    /// <param name="batch">Samples, targets and weights.</param>
    /// <param name="result">The result of <see cref="ComputeGradients"/>.</param>
    /// <inheritdoc cref="ComputeMetrics(Batch, Structure{Tensor})"/>
    protected Logs ComputeMetrics(Batch batch, StepResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        TrackLoss(batch, result.Loss, result.Call);
        return ComputeMetrics(batch, result.Predicted);
    }

    /// <summary>The names in the training logs, without those of validation; null until they are known.</summary>
    internal IReadOnlyList<string>? FigureNames =>
        tracker?.FigureNames is { } compiled ? [.. compiled.Union(OwnMetrics.Select(metric => metric.Name))] : null;

    /// <summary>Whether larger values are better, according to the metric or, failing that, the exact name; null if unknown.</summary>
    /// <param name="figure">Name in the logs, without the validation prefix.</param>
    internal bool? LargerIsBetter(string figure) => tracker?.LargerIsBetter(figure)
        ?? AllMetrics().FirstOrDefault(metric => metric.Name == figure)?.LargerIsBetter
        ?? Metric.IsLargerBetter(figure)
        ?? OutputNames?.Where(output => figure.StartsWith(output + "_", StringComparison.Ordinal))
            .Select(output => Metric.IsLargerBetter(figure[(output.Length + 1)..])).FirstOrDefault(larger => larger is not null);

    /// <summary>Resets loss and metrics.</summary>
    internal void ResetMetrics()
    {
        foreach (var metric in AllMetrics())
        {
            metric.ResetState();
        }
    }

    /// <summary>The metrics, plus the compiled ones if an override of <see cref="Metrics"/> omits them.</summary>
    internal IReadOnlyList<Metric> AllMetrics()
    {
        ownMetrics = null;
        return Metrics is var metrics && ReferenceEquals(metrics, Tracked) ? metrics : [.. metrics.Union(Tracked)];
    }

    /// <summary>Forward pass and loss of a batch, without side effects.</summary>
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
    /// Updates the logs with the model's own metrics after the call's updates are committed, as layers may update metrics there.
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
