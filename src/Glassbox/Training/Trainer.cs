using Glassbox.Backends;
using Glassbox.Metrics;

namespace Glassbox;

/// <summary>
/// The loops of Fit, Evaluate and Predict. The memory of each step comes from a pool that lives as long as the loop. The model owns the
/// metrics and, except for predictions, the pool: evaluations and single steps of several threads are serialized, and none runs within a
/// training.
/// </summary>
internal sealed class Trainer(Model model)
{
    private readonly StepMemory memory = new();
    private readonly Lock turn = new();

    /// <summary>Id of the thread that runs a training; 0 for none.</summary>
    private int fitting;

    private readonly DataCheck data = new(model.Name);
    private bool saidNothingIsTrained;

    /// <summary>The current epoch; null for none.</summary>
    private int? epoch;

    /// <summary>Makes one gradient step on a batch.</summary>
    public Logs TrainStep(Func<Batch> next)
    {
        using (Turn())
        using (memory.Begin())
        using (RunningCode.Enter(RunningCode.IsUsers(model)))
        {
            var batch = data.Look(next());
            return model.Observers is { Length: > 0 } observers ? ObservedStep(batch, observers) : model.TrainStep(batch);
        }
    }

    /// <summary>Warns, once, that the model has no trainable weights.</summary>
    public void SayNothingIsTrained()
    {
        if (!saidNothingIsTrained)
        {
            saidNothingIsTrained = true;
            Warnings.Warn($"Model '{model.Name}' has no weights to train: this training changes nothing. " + (model.Weights.Count > 0
                ? "All its weights are frozen. Where another model that contains this one has it frozen, such as a discriminator "
                + "within a GAN, set Trainable = true before the steps of this one, and false before those of the other."
                : "Its layers have no weights, or are not kept in fields, or lists, arrays, tuples or dictionaries in fields, of the "
                    + "model."));
        }
    }

    /// <summary>Computes loss and metrics of a batch without training.</summary>
    public Logs TestStep(Func<Batch> next)
    {
        using (Turn())
        using (memory.Begin())
        using (RunningCode.Enter(RunningCode.IsUsers(model)))
        {
            return model.TestStep(data.Look(next()));
        }
    }

    /// <summary>One gradient step with the logs of its batch alone. If the batch is rejected, the metrics are restored.</summary>
    public Logs TrainOnBatch(Batch batch) => OneStep(batch, TrainStep);

    /// <summary>Loss and metrics of one batch alone. If the batch is rejected, the metrics are restored.</summary>
    public Logs TestOnBatch(Batch batch) => OneStep(batch, TestStep);

    public History Fit(DataFeed feed, DataFeed? validation, FitPlan plan, CallbackList callbacks, CancellationToken cancellation)
    {
        using var mine = Turn();
        var outer = Interlocked.Exchange(ref fitting, Environment.CurrentManagedThreadId);
        try
        {
            return FitInTurn(feed, validation, plan, callbacks, cancellation);
        }
        finally
        {
            epoch = null;
            Volatile.Write(ref fitting, outer);
        }
    }

    public Logs Evaluate(DataFeed feed, int? steps, CallbackList callbacks, CancellationToken cancellation)
    {
        using var mine = Turn();
        model.ResetMetrics();
        callbacks.OnTestBegin();
        var logs = new Logs([]);
        var step = 0;
        using var sequence = new StepSequence(feed, steps);
        foreach (var batch in sequence.NextEpoch())
        {
            cancellation.ThrowIfCancellationRequested();
            callbacks.OnTestBatchBegin(step);
            logs = TestStep(batch);
            callbacks.OnTestBatchEnd(step, logs);
            step++;
        }

        callbacks.OnTestEnd(logs);
        return logs;
    }

    /// <summary>The outputs of all batches, concatenated.</summary>
    public static Structure<Tensor> Predict(Model model, DataFeed feed, int? steps, CallbackList callbacks, CancellationToken cancellation)
    {
        var memory = new StepMemory();
        var parts = new List<Structure<Tensor>>();
        callbacks.OnPredictBegin();
        using var sequence = new StepSequence(feed, steps);
        foreach (var batch in sequence.NextEpoch())
        {
            cancellation.ThrowIfCancellationRequested();
            callbacks.OnPredictBatchBegin(parts.Count);
            using (memory.Begin())
            using (RunningCode.Enter(RunningCode.IsUsers(model)))
            {
                parts.Add(model.PredictStep(batch()).Map(output => output.Copy()));
            }

            callbacks.OnPredictBatchEnd(parts.Count - 1);
        }

        callbacks.OnPredictEnd();
        var position = 0;
        return parts.Count == 1 ? parts[0] : parts[0].Map(_ => Joined(position++));

        Tensor Joined(int output)
        {
            Shape[] shapes = [.. parts.Select(part => part[output].Shape)];
            var first = shapes[0];
            return shapes.FirstOrDefault(shape => shape.Rank != first.Rank || shape.Rank == 0 || shape[1..] != first[1..]) is { } other
                ? throw new ArgumentException(
                    $"Model '{model.Name}': {(parts[0].Count == 1 ? "its output" : $"its output {output}")} has shape {first} for "
                    + $"one batch and {other} for another, which cannot be joined. Samples of one call of Predict must give one "
                    + "shape, the batch "
                    + "size apart: pad them alike, or call Predict for each batch.")
                : Ops.Concatenate([.. parts.Select(part => part[output])]);
        }
    }

    private History FitInTurn(DataFeed feed, DataFeed? validation, FitPlan plan, CallbackList callbacks, CancellationToken cancellation)
    {
        var history = new History();
        using var steps = new StepSequence(feed, plan.StepsPerEpoch);
        var progress = model.Progress = new TrainingProgress(plan.InitialEpoch, steps);
        model.StopTraining = false;
        callbacks.OnTrainBegin();
        var logs = new Logs([]);
        for (var epoch = progress.Epoch; epoch < plan.Epochs && !model.StopTraining; epoch++)
        {
            this.epoch = epoch;
            model.ResetMetrics();
            callbacks.OnEpochBegin(epoch);
            var step = epoch == progress.Epoch ? progress.Step : 0;
            foreach (var batch in steps.NextEpoch(step))
            {
                cancellation.ThrowIfCancellationRequested();
                callbacks.OnTrainBatchBegin(step);
                logs = TrainStep(batch);
                callbacks.OnTrainBatchEnd(step, logs);
                step++;
                if (model.StopTraining)
                {
                    break;
                }
            }

            logs = logs.Sorted();
            if (validation is not null && (epoch + 1 - plan.InitialEpoch) % plan.ValidationFreq == 0)
            {
                var figures = Evaluate(validation, plan.ValidationSteps, callbacks, cancellation).Sorted();
                logs = logs.With(figures, "val_");
            }

            callbacks.OnEpochEnd(epoch, logs);
            history.Add(epoch, logs);
        }

        model.Optimizer.FinalizeVariableValues(model.TrainableVariables);
        callbacks.OnTrainEnd(logs);
        return history;
    }

    private Logs ObservedStep(Batch batch, TrainingObserver[] observers)
    {
        Observation? observation;
        using (StepMemory.Suspend())
        using (RunningCode.Enter(isUsers: true))
        {
            observation = Observation.Begin(model, observers, epoch);
        }

        if (observation is null)
        {
            return model.TrainStep(batch);
        }

        var logs = model.TrainStep(batch with { Observation = observation });

        // Tensors that observers compute and read must not come from the step's memory pool, and no update writes to them.
        using (StepMemory.Suspend())
        using (RunningCode.Enter(isUsers: true))
        {
            observation.End(logs);
        }

        return logs;
    }

    private Logs OneStep(Batch batch, Func<Func<Batch>, Logs> step)
    {
        using var mine = Turn();
        var metrics = model.AllMetrics();
        var before = new MetricStates(metrics);
        foreach (var metric in metrics)
        {
            metric.ResetState();
        }

        try
        {
            return step(() => batch);
        }
        catch
        {
            before.Restore();
            throw;
        }
    }

    /// <summary>Waits for evaluations on other threads. A training is not waited for, even if it has begun meanwhile.</summary>
    private Lock.Scope Turn()
    {
        do
        {
            if (Volatile.Read(ref fitting) is not 0 and var thread && thread != Environment.CurrentManagedThreadId)
            {
                throw new InvalidOperationException(
                    $"{model.Name} is being trained on another thread, and its metrics and memory serve one training at a time. " +
                    "Wait for Fit to return, or use a copy of the model; Predict can be called meanwhile.");
            }
        }
        while (!turn.TryEnter(TimeSpan.FromMilliseconds(20)));

        var scope = turn.EnterScope();
        turn.Exit();
        return scope;
    }
}
