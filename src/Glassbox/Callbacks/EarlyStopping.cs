namespace Glassbox.Callbacks;

/// <summary>Ends the training when a figure has stopped getting better.</summary>
/// <param name="monitor">The figure.</param>
/// <param name="minDelta">How much better it must be to count.</param>
/// <param name="patience">How many epochs without getting better are waited for.</param>
/// <param name="verbose">1 says when it acts.</param>
/// <param name="mode">min, max or auto, which asks the metric that measures the figure.</param>
/// <param name="baseline">A value that must be reached for the waiting to start over.</param>
/// <param name="restoreBestWeights">Whether the model ends with the weights of its best epoch.</param>
/// <param name="startFromEpoch">From which epoch on, counted from 0, figures count.</param>
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

    /// <summary>The epoch after which the training was ended, counted from 0; 0 if it was not.</summary>
    public int StoppedEpoch { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It is not known which way the figure is better.</exception>
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
