namespace Glassbox.Callbacks;

/// <summary>
/// Something that happens during training, evaluation or prediction. Derive from this class and override what you need.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/callbacks/base_callback/"/>.</remarks>
public abstract class Callback
{
    private Model? model;

    /// <summary>The model at work.</summary>
    /// <exception cref="InvalidOperationException">None is.</exception>
    public Model Model => model ?? throw new InvalidOperationException($"{GetType().Name} has no model: it works within Fit, Evaluate or "
        + "Predict only.");

    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin()
    {
    }

    /// <summary>After the last epoch.</summary>
    /// <param name="logs">The last epoch's figures.</param>
    public virtual void OnTrainEnd(Logs logs)
    {
    }

    /// <summary>Before an epoch.</summary>
    /// <param name="epoch">Counted from 0.</param>
    public virtual void OnEpochBegin(int epoch)
    {
    }

    /// <summary>After an epoch and its validation.</summary>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="logs">The epoch's figures, those of the validation with <c>val_</c> before their names.</param>
    public virtual void OnEpochEnd(int epoch, Logs logs)
    {
    }

    /// <summary>Before a training step.</summary>
    /// <param name="batch">Counted from 0 within the epoch.</param>
    public virtual void OnTrainBatchBegin(int batch)
    {
    }

    /// <summary>After a training step.</summary>
    /// <param name="batch">Counted from 0 within the epoch.</param>
    /// <param name="logs">The epoch's figures so far.</param>
    public virtual void OnTrainBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Before an evaluation, also one within a training.</summary>
    public virtual void OnTestBegin()
    {
    }

    /// <summary>After an evaluation.</summary>
    /// <param name="logs">Its figures.</param>
    public virtual void OnTestEnd(Logs logs)
    {
    }

    /// <summary>Before a step of an evaluation.</summary>
    /// <param name="batch">Counted from 0.</param>
    public virtual void OnTestBatchBegin(int batch)
    {
    }

    /// <summary>After a step of an evaluation.</summary>
    /// <param name="batch">Counted from 0.</param>
    /// <param name="logs">The figures so far.</param>
    public virtual void OnTestBatchEnd(int batch, Logs logs)
    {
    }

    /// <summary>Before a prediction.</summary>
    public virtual void OnPredictBegin()
    {
    }

    /// <summary>After a prediction.</summary>
    public virtual void OnPredictEnd()
    {
    }

    /// <summary>Before a step of a prediction.</summary>
    /// <param name="batch">Counted from 0.</param>
    public virtual void OnPredictBatchBegin(int batch)
    {
    }

    /// <summary>After a step of a prediction.</summary>
    /// <param name="batch">Counted from 0.</param>
    public virtual void OnPredictBatchEnd(int batch)
    {
    }

    internal void SetModel(Model value) => model = value;
}
