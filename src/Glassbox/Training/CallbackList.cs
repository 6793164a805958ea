using Glassbox.Callbacks;

namespace Glassbox;

/// <summary>Invokes several callbacks in order.</summary>
internal sealed class CallbackList
{
    private readonly Callback[] callbacks;

    public CallbackList(Model model, IEnumerable<Callback> callbacks)
    {
        this.callbacks = [.. callbacks];
        foreach (var callback in this.callbacks)
        {
            callback.SetModel(model);
        }
    }

    public void OnTrainBegin() => Each(callback => callback.OnTrainBegin());

    public void OnTrainEnd(Logs logs) => Each(callback => callback.OnTrainEnd(logs));

    public void OnEpochBegin(int epoch) => Each(callback => callback.OnEpochBegin(epoch));

    public void OnEpochEnd(int epoch, Logs logs) => Each(callback => callback.OnEpochEnd(epoch, logs));

    public void OnTrainBatchBegin(int batch) => Each(callback => callback.OnTrainBatchBegin(batch));

    public void OnTrainBatchEnd(int batch, Logs logs) => Each(callback => callback.OnTrainBatchEnd(batch, logs));

    public void OnTestBegin() => Each(callback => callback.OnTestBegin());

    public void OnTestEnd(Logs logs) => Each(callback => callback.OnTestEnd(logs));

    public void OnTestBatchBegin(int batch) => Each(callback => callback.OnTestBatchBegin(batch));

    public void OnTestBatchEnd(int batch, Logs logs) => Each(callback => callback.OnTestBatchEnd(batch, logs));

    public void OnPredictBegin() => Each(callback => callback.OnPredictBegin());

    public void OnPredictEnd() => Each(callback => callback.OnPredictEnd());

    public void OnPredictBatchBegin(int batch) => Each(callback => callback.OnPredictBatchBegin(batch));

    public void OnPredictBatchEnd(int batch) => Each(callback => callback.OnPredictBatchEnd(batch));

    private void Each(Action<Callback> tell)
    {
        foreach (var callback in callbacks)
        {
            tell(callback);
        }
    }
}
