namespace Glassbox;

/// <remarks>Anybody may watch a training, also from outside of the code that starts it.</remarks>
public partial class Model
{
    private readonly Lock observing = new();
    private TrainingObserver[] observers = [];

    /// <summary>Those that watch the trainings of this model.</summary>
    internal TrainingObserver[] Observers => Volatile.Read(ref observers);

    /// <summary>Has the trainings of this model watched: those that run, and those to come.</summary>
    /// <param name="observer">Sees each step that it wants to see.</param>
    /// <returns>Ends it when it is disposed.</returns>
    public IDisposable Observe(TrainingObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        lock (observing)
        {
            observers = [.. observers, observer];
        }

        return new Watch(this, observer);
    }

    /// <summary>
    /// Has a function called with each step of the trainings of this model: <c>model.Observe(step => Show(step.Logs))</c>.
    /// </summary>
    /// <param name="onStep">Sees each step.</param>
    /// <param name="watched">What it sees of it besides the figures; nothing by default.</param>
    /// <param name="every">After how many steps one is shown; each by default.</param>
    /// <returns>Ends it when it is disposed.</returns>
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
