namespace Glassbox;

/// <remarks>Training can be observed from outside the code that starts it.</remarks>
public partial class Model
{
    private readonly Lock observing = new();
    private TrainingObserver[] observers = [];

    /// <summary>The observers of this model's training.</summary>
    internal TrainingObserver[] Observers => Volatile.Read(ref observers);

    /// <summary>Registers an observer for the model's current and future training.</summary>
    /// <param name="observer">Receives the steps that it requests.</param>
    /// <returns>Unregisters the observer when disposed.</returns>
    public IDisposable Observe(TrainingObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        lock (observing)
        {
            observers = [.. observers, observer];
        }

        return new Watch(this, observer);
    }

    /// <summary>Registers a function that is called after each training step: <c>model.Observe(step => Show(step.Logs))</c>.</summary>
    /// <param name="onStep">Called with each step.</param>
    /// <param name="watched">What to record besides the logs; nothing by default.</param>
    /// <param name="every">Calls the function every this many steps; 1 by default.</param>
    /// <returns>Unregisters the observer when disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is 0 or less.</exception>
    public IDisposable Observe(Action<StepSnapshot> onStep, Watched? watched = null, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(onStep);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        return Observe(new FunctionObserver(onStep, watched ?? Watched.Figures, every));
    }

    private void EndObserving(TrainingObserver observer)
    {
        lock (observing)
        {
            var left = observers.ToList();
            left.Remove(observer);
            observers = [.. left];
        }
    }

    private sealed class Watch(Model model, TrainingObserver observer) : IDisposable
    {
        private Model? watched = model;

        public void Dispose() => Interlocked.Exchange(ref watched, null)?.EndObserving(observer);
    }

    private sealed class FunctionObserver(Action<StepSnapshot> onStep, Watched watched, int every) : TrainingObserver
    {
        public override Watched? Wants(long step) => step % every == 0 ? watched : null;

        public override void OnStep(StepSnapshot snapshot) => onStep(snapshot);
    }
}
