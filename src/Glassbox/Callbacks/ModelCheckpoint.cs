namespace Glassbox.Callbacks;

/// <summary>
/// Saves the model, or its weights, during the training. A file is replaced once the new one is complete, so that a killed program leaves
/// the last whole one.
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

    /// <summary>A callback that saves.</summary>
    /// <param name="filepath"> Where to: a <c>.keras</c> file, or a file of weights. Python's format fields stand for figures:
    /// <c>"{epoch:02d}-{val_loss:.2f}.keras"</c>, where epochs (and
    /// <c>{batch}</c>) count from 1.
    /// </param>
    /// <param name="monitor">The figure by which the best is known.</param>
    /// <param name="verbose">1 says when it saves.</param>
    /// <param name="saveBestOnly">Whether only a model that is better than all before is saved.</param>
    /// <param name="saveWeightsOnly">Whether only the weights are saved.</param>
    /// <param name="mode">min, max or auto, which asks the metric that measures the figure.</param>
    /// <param name="saveFreq">"epoch", for after each, or after how many steps it saves.</param>
    /// <param name="initialValueThreshold">A value that the best must be better than.</param>
    /// <exception cref="ArgumentException">The file's name does not end as it must, or the mode is unknown.</exception>
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
    /// <exception cref="ArgumentException">It is not known which way the figure is better.</exception>
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
