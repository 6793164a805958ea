namespace Glassbox.Callbacks;

/// <summary>
/// Saves the model or its weights during training. Files are replaced atomically, so a killed process leaves the last complete one.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/model_checkpoint/"/>.</remarks>
public sealed class ModelCheckpoint : Callback
{
    private readonly string filepath;
    private readonly Monitor figure;
    private readonly int verbose;
    private readonly bool saveBestOnly;
    private readonly bool saveWeightsOnly;
    private readonly int? everySteps;
    private double? best;
    private int stepsSinceSaving;
    private int epoch;

    /// <summary>Creates the callback.</summary>
    /// <param name="filepath">Path of a <c>.keras</c> file or a weights file. Python format fields are replaced by values:
    /// <c>"{epoch:02d}-{val_loss:.2f}.keras"</c>, where epochs (and <c>{batch}</c>) count from 1.</param>
    /// <param name="monitor">Name of the monitored value that determines the best model.</param>
    /// <param name="verbose">1 prints a message when it saves.</param>
    /// <param name="saveBestOnly">Whether to save only when the monitored value has improved.</param>
    /// <param name="saveWeightsOnly">Whether to save only the weights.</param>
    /// <param name="mode">min, max, or auto, which is decided by the metric.</param>
    /// <param name="saveFreq">"epoch" saves after each epoch; an integer saves every this many steps.</param>
    /// <param name="initialValueThreshold">Initial best value, which must be improved on.</param>
    /// <exception cref="ArgumentException">The file name has a wrong extension, or the mode is unknown.</exception>
    public ModelCheckpoint(
        string filepath, string monitor = "val_loss", int verbose = 0, bool saveBestOnly = false, bool saveWeightsOnly = false,
        string mode = "auto", SaveFrequency saveFreq = default, double? initialValueThreshold = null)
    {
        string[] endings = saveWeightsOnly ? [".weights.h5", ".npz", ".safetensors"] : [".keras"];
        this.filepath = endings.Any(ending => filepath.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            ? filepath
            : throw new ArgumentException($"ModelCheckpoint with saveWeightsOnly: {(saveWeightsOnly ? "true" : "false")} needs a file "
            + $"that ends with {string.Join(" or ", endings)}; received '{filepath}'.", nameof(filepath));
        everySteps = saveFreq.Steps;
        figure = new Monitor(nameof(ModelCheckpoint), monitor, mode == "auto" && !saveBestOnly ? "min" : mode);
        (this.verbose, this.saveBestOnly, this.saveWeightsOnly, best) = (verbose, saveBestOnly, saveWeightsOnly, initialValueThreshold);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It is unknown which direction is better.</exception>
    public override void OnTrainBegin() => figure.Begin(Model);

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => this.epoch = epoch;

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (everySteps is { } steps && ++stepsSinceSaving >= steps)
        {
            stepsSinceSaving = 0;
            Save(batch, logs);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (everySteps is null)
        {
            Save(null, logs);
        }
    }

    private string Best => best is { } value ? FileNameTemplate.Format(value, ".5f") : "None";

    private void Save(int? batch, Logs logs)
    {
        if (!saveBestOnly)
        {
            Save($"\nEpoch {epoch + 1}: saving model to ", batch, logs);
        }
        else if (figure.Value(logs, Model) is { } value)
        {
            if (figure.IsBetter(value, best))
            {
                Save($"\nEpoch {epoch + 1}: {figure.Name} improved from {Best} to {FileNameTemplate.Format(value, ".5f")}, saving "
                    + "model to ", batch, logs);
                best = value;
            }
            else
            {
                Say($"\nEpoch {epoch + 1}: {figure.Name} did not improve from {Best}");
            }
        }
    }

    private void Save(string announcement, int? batch, Logs logs)
    {
        var figures = logs.Append(KeyValuePair.Create("epoch", epoch + 1.0));
        var path = FileNameTemplate.Fill(filepath,
            batch is { } number ? figures.Append(KeyValuePair.Create("batch", number + 1.0)) : figures);
        Say(announcement + path);
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        if (saveWeightsOnly)
        {
            Model.SaveWeights(path);
        }
        else
        {
            Model.Save(path);
        }

        Say($"\nEpoch {epoch + 1}: finished saving model to {path}");
    }

    private void Say(string line)
    {
        if (verbose > 0)
        {
            Console.WriteLine(line);
        }
    }
}
