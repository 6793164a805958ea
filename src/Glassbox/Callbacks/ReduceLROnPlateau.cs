using Glassbox.Saving;

namespace Glassbox.Callbacks;

/// <summary>Reduces the learning rate when a monitored value has stopped improving.</summary>
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

    /// <summary>Creates the callback.</summary>
    /// <param name="monitor">Name of the monitored value.</param>
    /// <param name="factor">Factor applied to the learning rate; less than 1.</param>
    /// <param name="patience">Number of epochs without improvement before the callback acts.</param>
    /// <param name="verbose">1 prints a message when it acts.</param>
    /// <param name="mode">min, max, or auto, which is decided by the metric.</param>
    /// <param name="minDelta">Minimum change that counts as an improvement.</param>
    /// <param name="cooldown">Number of epochs to wait after a reduction before monitoring again.</param>
    /// <param name="minLr">Lower bound of the learning rate.</param>
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
    /// <exception cref="ArgumentException">It is unknown which direction is better.</exception>
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
