using Glassbox.Saving;

namespace Glassbox.Callbacks;

/// <summary>
/// Makes a training go on where it was when the program is killed and started again: after each epoch it writes down the weights, what the
/// optimizer remembers, where in the data the training is and where in its random numbers. The program that is started again ends with the
/// same weights, bit for bit, as one that was never interrupted. Put it last in the list of callbacks, so that it sees what the others
/// changed.
/// </summary>
/// <remarks>
/// Everything is in one file, which is replaced once the new one is complete: whenever the program is killed, there is the last whole one.
/// What other callbacks remember, and the running figures of an epoch that was interrupted, are not written down. Source:
/// <see href="https://keras.io/api/callbacks/backup_and_restore/"/>.
/// </remarks>
public sealed class BackupAndRestore : Callback
{
    private readonly string folder;
    private readonly int? everySteps;
    private readonly bool doubleCheckpoint;
    private readonly bool deleteCheckpoint;
    private int epoch;

    /// <summary>A callback that writes down where the training is.</summary>
    /// <param name="backupDir">The folder for the file; made if it does not exist. Each training needs one of its own.</param>
    /// <param name="saveFreq">"epoch", for after each, or also after how many steps it writes, counted in each epoch.</param>
    /// <param name="doubleCheckpoint">Whether the file before the last is kept, and taken where the last is damaged.</param>
    /// <param name="deleteCheckpoint">Whether the files are deleted when the training has ended.</param>
    public BackupAndRestore(string backupDir, SaveFrequency saveFreq = default, bool doubleCheckpoint = false, bool deleteCheckpoint = true)
    {
        folder = backupDir;
        everySteps = saveFreq.Steps;
        (this.doubleCheckpoint, this.deleteCheckpoint) = (doubleCheckpoint, deleteCheckpoint);
    }

    private string Backup => Path.Combine(folder, "latest.backup");

    private string Previous => Path.Combine(folder, "previous.backup");

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged, or of another model.</exception>
    public override void OnTrainBegin()
    {
        Directory.CreateDirectory(folder);
        var hasPrevious = doubleCheckpoint && File.Exists(Previous);
        try
        {
            if (File.Exists(Backup))
            {
                TrainingState.Load(Model, Backup);
                return;
            }
        }
        catch (Exception damage) when (hasPrevious && damage is InvalidDataException or NotSupportedException or IOException)
        {
            // What it may have set the file before sets again.
        }

        if (hasPrevious)
        {
            TrainingState.Load(Model, Previous);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => this.epoch = epoch;

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        if (everySteps is { } steps && (batch + 1) % steps == 0)
        {
            Save(epoch, batch + 1);
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => Save(epoch + 1, step: 0);

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (deleteCheckpoint)
        {
            File.Delete(Backup);
            File.Delete(Previous);
        }
    }

    private void Save(int epoch, int step)
    {
        if (doubleCheckpoint && File.Exists(Backup))
        {
            File.Move(Backup, Previous, overwrite: true);
        }

        TrainingState.Save(Model, Backup, epoch, step);
    }
}
