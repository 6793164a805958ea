namespace Glassbox.Callbacks;

/// <summary>
/// Base class of callbacks: hooks into training, evaluation and prediction. Derive from it and override the methods needed.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/base_callback/"/>.</remarks>
public abstract class Callback
{
    private Model? model;

    /// <summary>The model that is trained, evaluated or used for prediction.</summary>
    /// <exception cref="InvalidOperationException">The callback is not attached to a model.</exception>
    public Model Model => model ?? throw new InvalidOperationException($"{GetType().Name} has no model: it works within Fit, Evaluate or "
        + "Predict only.");

    /// <summary>Called before the first epoch.</summary>
    public virtual void OnTrainBegin()
    {
    }

    /// <summary>Called after the last epoch.</summary>
    /// <param name="logs">Logs of the last epoch.</param>
    public virtual void OnTrainEnd(Logs logs)
    {
    }

    /// <summary>Called before each epoch.</summary>
    /// <param name="epoch">Zero-based index of the epoch.</param>
    public virtual void OnEpochBegin(int epoch)
    {
    }

    /// <summary>Called after each epoch and its validation.</summary>
    /// <param name="epoch">Zero-based index of the epoch.</param>
    /// <param name="logs">Logs of the epoch; validation results have the prefix <c>val_</c>.</param>
    public virtual void OnEpochEnd(int epoch, Logs logs)
    {
    }

    /// <summary>Called before each training step.</summary>
    /// <param name="batch">Zero-based index of the batch within the epoch.</param>
    public virtual void OnTrainBatchBegin(int batch)
    {
    }

    /// <summary>Called after each training step.</summary>
    /// <param name="batch">Zero-based index of the batch within the epoch.</param>
    /// <param name="logs">Running logs of the epoch.</param>
    public virtual void OnTrainBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Called before an evaluation, including validation during training.</summary>
    public virtual void OnTestBegin()
    {
    }

    /// <summary>Called after an evaluation.</summary>
    /// <param name="logs">Logs of the evaluation.</param>
    public virtual void OnTestEnd(Logs logs)
    {
    }

    /// <summary>Called before each evaluation step.</summary>
    /// <param name="batch">Zero-based index of the batch.</param>
    public virtual void OnTestBatchBegin(int batch)
    {
    }

    /// <summary>Called after each evaluation step.</summary>
    /// <param name="batch">Zero-based index of the batch.</param>
    /// <param name="logs">Running logs.</param>
    public virtual void OnTestBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Called before a prediction.</summary>
    public virtual void OnPredictBegin()
    {
    }

    /// <summary>Called after a prediction.</summary>
    public virtual void OnPredictEnd()
    {
    }

    /// <summary>Called before each prediction step.</summary>
    /// <param name="batch">Zero-based index of the batch.</param>
    public virtual void OnPredictBatchBegin(int batch)
    {
    }

    /// <summary>Called after each prediction step.</summary>
    /// <param name="batch">Zero-based index of the batch.</param>
    public virtual void OnPredictBatchEnd(int batch)
    {
    }

    internal void SetModel(Model value) => model = value;
}
