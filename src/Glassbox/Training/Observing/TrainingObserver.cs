namespace Glassbox;

/// <summary>
/// Observes training from outside: <c>using var watch = model.Observe(observer)</c>. It receives each step's logs and, on request, copies
/// of activations, gradients and weights. Observing does not change the results of training by a single bit.
/// </summary>
/// <remarks>
/// Called on the training thread, in Fit and TrainOnBatch. A model whose custom TrainStep does not use ComputeGradients reports logs and
/// weights only. An exception in an observer ends training.
/// </remarks>
public abstract class TrainingObserver
{
    /// <summary>Returns what the observer requests of a step; called before it. By default the logs alone.</summary>
    /// <param name="step">Number of optimizer calls before it.</param>
    /// <returns>The request; null if <see cref="OnStep"/> need not be called.</returns>
    public virtual Watched? Wants(long step) => Watched.Figures;

    /// <summary>Called after a requested step.</summary>
    public abstract void OnStep(StepSnapshot snapshot);
}
