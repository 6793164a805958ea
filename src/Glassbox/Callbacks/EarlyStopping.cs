namespace Glassbox.Callbacks;

/// <summary>Stops training when a monitored value has stopped improving.</summary>
/// <param name="monitor">Name of the monitored value.</param>
/// <param name="minDelta">Minimum change that counts as an improvement.</param>
/// <param name="patience">Number of epochs without improvement before the callback acts.</param>
/// <param name="verbose">1 prints a message when it acts.</param>
/// <param name="mode">min, max, or auto, which is decided by the metric.</param>
/// <param name="baseline">A baseline that must be reached for the patience counter to be reset.</param>
/// <param name="restoreBestWeights">Whether to restore the weights of the best epoch at the end.</param>
/// <param name="startFromEpoch">Zero-based epoch from which to start monitoring.</param>
/// <exception cref="ArgumentException">The mode is unknown.</exception>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/early_stopping/"/>.</remarks>
public sealed class EarlyStopping(
    string monitor = "val_loss", double minDelta = 0, int patience = 0, int verbose = 0, string mode = "auto", double? baseline = null,
    bool restoreBestWeights = false, int startFromEpoch = 0) : Callback
{
    private readonly Monitor figure = new(nameof(EarlyStopping), monitor, mode, minDelta);
    private IReadOnlyList<Tensor>? bestWeights;
    private double? best;
    private int bestEpoch;
    private int wait;

    /// <summary>Zero-based epoch after which training was stopped; 0 if it was not.</summary>
    public int StoppedEpoch { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It is unknown which direction is better.</exception>
    public override void OnTrainBegin()
    {
        figure.Begin(Model);
        (bestWeights, best, bestEpoch, wait, StoppedEpoch) = (null, null, 0, 0, 0);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (figure.Value(logs, Model) is not { } value || epoch < startFromEpoch)
        {
            return;
        }

        if (restoreBestWeights && bestWeights is null)
        {
            (bestWeights, bestEpoch) = (Model.GetWeights(), epoch);
        }

        wait++;
        if (figure.IsBetter(value, best))
        {
            (best, bestEpoch) = (value, epoch);
            bestWeights = restoreBestWeights ? Model.GetWeights() : null;
            wait = baseline is null || figure.IsBetter(value, baseline) ? 0 : wait;
            return;
        }

        if (wait >= patience && epoch > 0)
        {
            StoppedEpoch = epoch;
            Model.StopTraining = true;
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (StoppedEpoch > 0 && verbose > 0)
        {
            Console.WriteLine($"Epoch {StoppedEpoch + 1}: early stopping");
        }

        if (bestWeights is not null)
        {
            if (verbose > 0)
            {
                Console.WriteLine($"Restoring model weights from the end of the best epoch: {bestEpoch + 1}.");
            }

            Model.SetWeights(bestWeights);
        }
    }
}
