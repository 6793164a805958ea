using Glassbox.Saving;

namespace Glassbox.Callbacks;

/// <summary>Makes the learning rate smaller when a figure has stopped getting better.</summary>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/reduce_lr_on_plateau/"/>.</remarks>
public sealed class ReduceLROnPlateau : Callback
{
    private readonly Monitor figure;
    private readonly double factor;
    private readonly int patience;
    private readonly int verbose;
    private readonly int cooldown;
    private readonly double minLr;
    private double? best;
    private int wait;
    private int cooling;

    /// <summary>A callback that reduces the learning rate.</summary>
    /// <param name="monitor">The figure.</param>
    /// <param name="factor">What the learning rate is multiplied with, less than 1.</param>
    /// <param name="patience">How many epochs without getting better are waited for.</param>
    /// <param name="verbose">1 says when it acts.</param>
    /// <param name="mode">min, max or auto, which asks the metric that measures the figure.</param>
    /// <param name="minDelta">How much better the figure must be to count.</param>
    /// <param name="cooldown">How many epochs it does nothing after it acted.</param>
    /// <param name="minLr">The learning rate does not become less.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is 1 or more.</exception>
    /// <exception cref="ArgumentException">The mode is unknown.</exception>
    public ReduceLROnPlateau(
        string monitor = "val_loss", double factor = 0.1, int patience = 10, int verbose = 0, string mode = "auto", double minDelta = 1e-4,
        int cooldown = 0, double minLr = 0)
    {
        this.factor = factor < 1 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), $"{factor}",
            $"ReduceLROnPlateau needs a factor of less than 1; received {factor}.");
        figure = new Monitor(nameof(ReduceLROnPlateau), monitor, mode, minDelta);
        (this.patience, this.verbose, this.cooldown, this.minLr) = (patience, verbose, cooldown, minLr);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It is not known which way the figure is better.</exception>
    public override void OnTrainBegin()
    {
        figure.Begin(Model);
        (best, wait, cooling) = (null, 0, 0);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        var optimizer = Model.Optimizer;
        logs["learning_rate"] = optimizer.LearningRate;
        if (figure.Value(logs, Model) is not { } value)
        {
            return;
        }

        if (cooling > 0)
        {
            cooling--;
            wait = 0;
        }

        if (figure.IsBetter(value, best))
        {
            (best, wait) = (value, 0);
        }
        else if (cooling == 0 && ++wait >= patience && optimizer.LearningRate > (float)minLr)
        {
            var reduced = Math.Max(optimizer.LearningRate * factor, minLr);
            optimizer.LearningRate = reduced;
            if (verbose > 0)
            {
                Console.WriteLine($"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to {KerasJson.Number(reduced)}.");
            }

            (cooling, wait) = (cooldown, 0);
        }
    }
}
