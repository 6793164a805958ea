using Glassbox.Layers;
using Glassbox.Metrics;

namespace Glassbox;

/// <remarks>
/// A model of one's own may have a step of its own: override <see cref="TrainStep"/>, and <see cref="Fit(Tensor, Tensor, int?, int, int, IReadOnlyList{Glassbox.Callbacks.Callback}, double, Batch, bool, IReadOnlyDictionary{int, double}, Tensor, int, int?, int?, int?, int, CancellationToken)"/>
/// with its epochs, batches, callbacks and progress bar works as before. Source: <see href="https://keras.io/guides/custom_train_step_in_torch/"/>.
/// </remarks>
public partial class Model
{
    private Metric[]? ownMetrics;

    /// <summary>
    /// The metrics that are set back before each epoch and evaluation: those that the model and its layers keep in fields, for steps and calls of one's own, and those that it was
    /// compiled with.
    /// </summary>
    public virtual IReadOnlyList<Metric> Metrics => [.. OwnMetrics.Union(tracker?.Metrics ?? [])];

    private Metric[] OwnMetrics =>
        ownMetrics ??= [.. SelfAndSublayers().SelectMany(layer => layer.HeldFields.In<Metric>(layer)).Distinct()];

    /// <summary>One gradient step on a batch: what Fit and TrainOnBatch do with it.</summary>
    /// <param name="batch">The samples, targets and weights.</param>
    /// <returns>The figures so far, which callbacks and the progress bar show.</returns>
    public virtual Logs TrainStep(Batch batch)
    {
        using var tape = new GradientTape();
        var call = new CallContext(training: true);
        var predicted = ApplyAll(batch.Inputs, call);
        var loss = TrackedLoss(batch, predicted, call);
        tape.Dispose();
        var variables = TrainableVariables;
        if (variables.Count > 0)
        {
            Optimizer!.ApplyGradients(tape.Gradient(loss, variables), variables);
        }
        else
        {
            trainer?.SayNothingIsTrained();
        }

        return ComputeMetrics(batch, predicted);
    }

    /// <summary>Judges a batch without learning from it: what Evaluate and TestOnBatch do with it.</summary>
    /// <inheritdoc cref="TrainStep"/>
    public virtual Logs TestStep(Batch batch)
    {
        var call = new CallContext();
        var predicted = ApplyAll(batch.Inputs, call);
        TrackedLoss(batch, predicted, call);
        return ComputeMetrics(batch, predicted);
    }

    /// <summary>The outputs for a batch: what Predict does with it.</summary>
    /// <param name="batch">The samples; targets are not looked at.</param>
    public virtual Nest<Tensor> PredictStep(Batch batch) => ApplyAll(batch.Inputs);

    /// <summary>
    /// The compiled loss of a batch, with what layers add to it; it is taken into the mean that is shown as <c>loss</c>. Override it for a loss of another form: one number, of which
    /// <see cref="TrainStep"/> and <see cref="TestStep"/> show the mean then.
    /// </summary>
    /// <param name="batch">The samples, targets and weights.</param>
    /// <param name="predicted">What the model made of them.</param>
    /// <param name="call">The context of the call in which it did, with what layers add.</param>
    /// <exception cref="InvalidOperationException">The model is not compiled, or there is nothing to compute.</exception>
    protected virtual Tensor ComputeLoss(Batch batch, Nest<Tensor> predicted, CallContext call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return RequireTracker(nameof(ComputeLoss)).Loss(batch, predicted, [.. call.Losses, .. WeightLosses(call)]);
    }

    /// <summary>Takes a batch into the compiled metrics.</summary>
    /// <param name="batch">The samples, targets and weights.</param>
    /// <param name="predicted">What the model made of them.</param>
    /// <returns>The loss and the metrics so far, those that the model and its layers keep themselves among them.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled.</exception>
    protected virtual Logs ComputeMetrics(Batch batch, Nest<Tensor> predicted)
    {
        RequireTracker(nameof(ComputeMetrics)).UpdateMetrics(batch, predicted);
        var figures = tracker!.Figures();
        return OwnMetrics.Length == 0 ? figures : new Logs([.. figures, .. OwnMetrics.Select(metric => KeyValuePair.Create(metric.Name, metric.Result()))]);
    }

    /// <summary>Starts the figures over.</summary>
    internal void ResetMetrics()
    {
        tracker?.Reset();
        ownMetrics = null;
        foreach (var metric in Metrics)
        {
            metric.ResetState();
        }
    }

    /// <summary>The loss of a batch, of which the mean is shown, also where <see cref="ComputeLoss"/> is overridden.</summary>
    private Tensor TrackedLoss(Batch batch, Nest<Tensor> predicted, CallContext call)
    {
        var losses = RequireTracker(nameof(ComputeLoss));
        var before = losses.LossSoFar;
        var loss = ComputeLoss(batch, predicted, call);
        losses.Settle(before, loss, batch.Count);
        return loss;
    }

    private LossTracker RequireTracker(string method)
    {
        RequireCompiled(method);
        return tracker!;
    }
}
