using Glassbox.Backends;
using Glassbox.Callbacks;
using Glassbox.Optimizers;

namespace Glassbox;

/// <summary>The loops of fit, evaluate and predict. Each step takes its memory from a pool that lives as long as the loop.</summary>
internal sealed class Trainer(Model model, Optimizer optimizer, LossTracker tracker)
{
    private readonly StepMemory memory = new();

    /// <summary>One gradient step on a batch.</summary>
    public void TrainStep(Func<Batch> next)
    {
        using (memory.Begin())
        {
            var batch = next();
            using var tape = new GradientTape();
            var predicted = model.Apply(batch.X, training: true);
            var loss = tracker.Loss(batch, predicted, model.Losses);
            tape.Dispose();
            tracker.UpdateMetrics(batch, predicted);
            var variables = model.TrainableVariables;
            if (variables.Count > 0)
            {
                optimizer.ApplyGradients(tape.Gradient(loss, variables), variables);
            }
        }
    }

    /// <summary>The loss and metrics of a batch, without learning from it.</summary>
    public void TestStep(Func<Batch> next)
    {
        using (memory.Begin())
        {
            var batch = next();
            var predicted = model.Apply(batch.X);
            tracker.Loss(batch, predicted, model.Losses);
            tracker.UpdateMetrics(batch, predicted);
        }
    }

    public History Fit(DataFeed feed, DataFeed? validation, FitPlan plan, CallbackList callbacks, CancellationToken cancellation)
    {
        var history = new History();
        var steps = new StepSequence(feed, plan.StepsPerEpoch);
        callbacks.OnTrainBegin();
        model.StopTraining = false;
        var logs = new Logs([]);
        for (var epoch = plan.InitialEpoch; epoch < plan.Epochs && !model.StopTraining; epoch++)
        {
            tracker.Reset();
            callbacks.OnEpochBegin(epoch);
            var step = 0;
            foreach (var batch in steps.NextEpoch())
            {
                cancellation.ThrowIfCancellationRequested();
                callbacks.OnTrainBatchBegin(step);
                TrainStep(batch);
                callbacks.OnTrainBatchEnd(step, tracker.Figures());
                step++;
                if (model.StopTraining)
                {
                    break;
                }
            }

            logs = tracker.Figures().Sorted();
            if (validation is not null && (epoch + 1 - plan.InitialEpoch) % plan.ValidationFreq == 0)
            {
                var figures = Evaluate(validation, plan.ValidationSteps, callbacks, cancellation).Sorted();
                logs = new Logs(logs.Concat(figures.Select(figure => KeyValuePair.Create("val_" + figure.Key, figure.Value))));
            }

            history.Add(epoch, logs);
            callbacks.OnEpochEnd(epoch, logs);
        }

        callbacks.OnTrainEnd(logs);
        return history;
    }

    public Logs Evaluate(DataFeed feed, int? steps, CallbackList callbacks, CancellationToken cancellation)
    {
        tracker.Reset();
        callbacks.OnTestBegin();
        var step = 0;
        foreach (var batch in new StepSequence(feed, steps).NextEpoch())
        {
            cancellation.ThrowIfCancellationRequested();
            callbacks.OnTestBatchBegin(step);
            TestStep(batch);
            callbacks.OnTestBatchEnd(step, tracker.Figures());
            step++;
        }

        var logs = tracker.Figures();
        callbacks.OnTestEnd(logs);
        return logs;
    }

    /// <summary>The outputs for all batches, one behind the other.</summary>
    public static Tensor Predict(Model model, DataFeed feed, int? steps, CallbackList callbacks, CancellationToken cancellation)
    {
        var memory = new StepMemory();
        var parts = new List<Tensor>();
        callbacks.OnPredictBegin();
        foreach (var batch in new StepSequence(feed, steps).NextEpoch())
        {
            cancellation.ThrowIfCancellationRequested();
            callbacks.OnPredictBatchBegin(parts.Count);
            using (memory.Begin())
            {
                parts.Add(model.Apply(batch().X).Copy());
            }

            callbacks.OnPredictBatchEnd(parts.Count - 1);
        }

        callbacks.OnPredictEnd();
        return parts.Count == 1 ? parts[0] : Ops.Concatenate(parts);
    }
}
