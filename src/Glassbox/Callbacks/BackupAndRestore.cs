using Glassbox.Saving;

namespace Glassbox.Callbacks;

/// <summary>
/// Makes training resumable after the process is killed: saves the weights, the optimizer state, the position in the data and the random
/// state after each epoch. A restarted program ends with bit-identical weights to an uninterrupted one. Put it last in the list of
/// callbacks, so that it saves what the others changed.
/// </summary>
/// <remarks>
/// Everything is in one file, which is replaced atomically, so a complete one always exists. The state of other callbacks and the running
/// metrics of an interrupted epoch are not saved. Source: <see href="https://keras.io/api/callbacks/backup_and_restore/"/>.
/// </remarks>
public sealed class BackupAndRestore : Callback
{
    private readonly string folder;
    private readonly int? everySteps;
    private readonly bool doubleCheckpoint;
    private readonly bool deleteCheckpoint;
    private int epoch;

    /// <summary>Creates the callback.</summary>
    /// <param name="backupDir">Folder of the file; created if missing. Use a separate one for each training.</param>
    /// <param name="saveFreq">"epoch" saves after each epoch; an integer also saves every this many steps within each epoch.</param>
    /// <param name="doubleCheckpoint">Whether to keep the previous file, to be used if the last one is damaged.</param>
    /// <param name="deleteCheckpoint">Whether to delete the files when training ends.</param>
    public BackupAndRestore(string backupDir, SaveFrequency saveFreq = default, bool doubleCheckpoint = false, bool deleteCheckpoint = true)
    {
        folder = backupDir;
        everySteps = saveFreq.Steps;
        (this.doubleCheckpoint, this.deleteCheckpoint) = (doubleCheckpoint, deleteCheckpoint);
    }

    private string Backup => Path.Combine(folder, "latest.backup");

    private string Previous => Path.Combine(folder, "previous.backup");

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to another model.</exception>
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
            // Loading the previous file overwrites any partially loaded state.
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
