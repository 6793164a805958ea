using Glassbox.Saving;

namespace Glassbox.Callbacks;

/// <summary>Sets the learning rate before each epoch.</summary>
/// <param name="schedule">Maps the zero-based epoch and the current learning rate to the new one.</param>
/// <param name="verbose">1 prints a message for each change.</param>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/learning_rate_scheduler/"/>.</remarks>
public sealed class LearningRateScheduler(Func<int, double, double> schedule, int verbose = 0) : Callback
{
    /// <summary>Sets the learning rate before each epoch.</summary>
    /// <param name="schedule">Maps the zero-based epoch to the learning rate.</param>
    /// <param name="verbose">1 prints a message for each change.</param>
    public LearningRateScheduler(Func<int, double> schedule, int verbose = 0)
        : this((epoch, _) => schedule(epoch), verbose)
    {
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        var optimizer = Model.Optimizer;
        var rate = schedule(epoch, optimizer.LearningRate);
        optimizer.LearningRate = rate;
        if (verbose > 0)
        {
            Console.WriteLine($"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {KerasJson.Number(rate)}.");
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => logs["learning_rate"] = Model.Optimizer.LearningRate;
}
