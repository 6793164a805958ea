namespace Glassbox.Callbacks;

/// <summary>
/// Functions that are called during the training: <c>new LambdaCallback(onEpochEnd: (epoch, logs) => Console.WriteLine(logs))</c>.
/// </summary>
/// <param name="onEpochBegin">Before an epoch, with its number, counted from 0.</param>
/// <param name="onEpochEnd">After an epoch, with its number and figures.</param>
/// <param name="onTrainBegin">Before the first epoch.</param>
/// <param name="onTrainEnd">After the last epoch, with its figures.</param>
/// <param name="onTrainBatchBegin">Before a step, with its number within the epoch.</param>
/// <param name="onTrainBatchEnd">After a step, with its number and the figures so far.</param>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/lambda_callback/"/>.</remarks>
public sealed class LambdaCallback(
    Action<int>? onEpochBegin = null, Action<int, Logs>? onEpochEnd = null, Action? onTrainBegin = null, Action<Logs>? onTrainEnd = null,
    Action<int>? onTrainBatchBegin = null, Action<int, Logs>? onTrainBatchEnd = null) : Callback
{
    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => onEpochBegin?.Invoke(epoch);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => onEpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBegin() => onTrainBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => onTrainEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => onTrainBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => onTrainBatchEnd?.Invoke(batch, logs);
}
