namespace Glassbox.Callbacks;

/// <summary>Callback from functions: <c>new LambdaCallback(onEpochEnd: (epoch, logs) => Console.WriteLine(logs))</c>.</summary>
/// <param name="onEpochBegin">Called before each epoch with its zero-based index.</param>
/// <param name="onEpochEnd">Called after each epoch with its index and logs.</param>
/// <param name="onTrainBegin">Called before the first epoch.</param>
/// <param name="onTrainEnd">Called after the last epoch with its logs.</param>
/// <param name="onTrainBatchBegin">Called before each step with its index within the epoch.</param>
/// <param name="onTrainBatchEnd">Called after each step with its index and the running logs.</param>
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
