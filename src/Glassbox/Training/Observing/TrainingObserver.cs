namespace Glassbox;

/// <summary>
/// Watches a training from outside: <c>using var watch = model.Observe(observer)</c>. It sees each step's figures and, where it asks for
/// them, copies of activations, gradients and weights. What it sees stays valid, and watching changes no bit of the training.
/// </summary>
/// <remarks>
/// It is called on the thread that trains, in Fit and TrainOnBatch. A model whose own TrainStep does not use ComputeGradients shows
/// figures and weights only. What an observer throws ends the training.
/// </remarks>
public abstract class TrainingObserver
{
    /// <summary>What the observer wants to see of a step, which is asked before it; by default the figures alone.</summary>
    /// <param name="step">How many steps the optimizer has made before.</param>
    /// <returns>What is wanted; null if <see cref="OnStep"/> need not be called.</returns>
    public virtual Watched? Wants(long step) => Watched.Figures;

    /// <summary>After a step that was wanted.</summary>
    public abstract void OnStep(StepSnapshot snapshot);
}
