namespace Glassbox.Layers;

/// <summary>
/// What a call of a layer needs and makes: whether it is one of training, its random draws, the losses that layers add, and the new values
/// of variables such as moving averages. It goes from layer to layer with the tensors, so that a call leaves nothing in the layers: state
/// updates are pending until <see cref="Commit"/>, which by default comes at the end of the call that the context was made for.
/// </summary>
/// <remarks>A context serves one thread at a time. A call that throws leaves no updates.</remarks>
/// <example>
/// <code>
/// var call = new CallContext(training: true);
/// var predicted = model.Apply(x, call);
/// var loss = Ops.Mean(Ops.Square(predicted - y)) + call.Losses.Sum();
/// </code>
/// </example>
public sealed class CallContext : IKeySource
{
    private readonly CallState state;

    /// <summary>A context of a call from outside.</summary>
    /// <param name="training">Whether layers that act in training only, such as dropout, act.</param>
    /// <param name="deferUpdates">Whether state updates wait for <see cref="Commit"/>; by default they are committed at the end of each
    /// call from outside that the context is given to.</param>
    public CallContext(bool training = false, bool deferUpdates = false)
        : this(training, new CallState(deferUpdates))
    {
    }

    private CallContext(bool training, CallState state) => (Training, this.state) = (training, state);

    /// <summary>Whether layers that act in training only, such as dropout, act.</summary>
    public bool Training { get; }

    /// <summary>What layers added to the loss, in order: their own <see cref="AddLoss"/>, and the prices of their outputs.</summary>
    public IReadOnlyList<Tensor> Losses => state.Losses;

    /// <summary>The context of the call that this thread is running; null outside of calls.</summary>
    internal static CallContext? Running => (CallContext?)RandomSeed.Running;

    /// <summary>The layer that this thread is running; null outside of calls.</summary>
    internal static Layer? RunningLayer => Running?.state.Layer;

    /// <summary>What watches the layers that run; null for nobody.</summary>
    internal CallProbe? Probe
    {
        get => state.Probe;
        init => state.Probe = value;
    }

    /// <summary>
    /// The compiled losses of a model's outputs by their names, before they are weighted and added up; null where none were computed.
    /// </summary>
    internal IReadOnlyList<(string Output, Tensor Loss)>? OutputLosses
    {
        get => state.OutputLosses;
        set => state.OutputLosses = value;
    }

    /// <summary>Adds to the loss of the batch that is being computed.</summary>
    /// <param name="loss">One number, made of differentiable operations.</param>
    /// <exception cref="ArgumentException">It is more than one number.</exception>
    public void AddLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        state.AddLoss(loss);
    }

    /// <summary>The value of a variable in this call: what it was assigned last, and else its own.</summary>
    public Tensor Read(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return Pending(variable) ?? variable.Value;
    }

    /// <summary>What a variable was assigned in this call; null for nothing.</summary>
    internal Tensor? Pending(Variable variable) => state.Updates?.Read(variable);

    /// <summary>Whether the call has left anything that is to outlive it, or is watched.</summary>
    internal bool LeavesNothing => state is { Losses.Count: 0, Updates: null, Probe: null };

    /// <summary>
    /// Gives a variable a new value, which counts for the rest of the call, and for others once the updates are committed.
    /// </summary>
    /// <param name="variable">What changes, such as a moving average.</param>
    /// <param name="newValue">Of the variable's shape; it is copied, and no gradient goes through it.</param>
    /// <exception cref="ArgumentException">The shape is another one.</exception>
    public void Assign(Variable variable, Tensor newValue)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(newValue);
        (state.Updates ??= new PendingUpdates()).Assign(variable, newValue);
    }

    /// <summary>
    /// Does something once the updates are committed, for state that is not in variables: <c>call.OnCommit(() =>
    /// metric.UpdateState(error))</c>.
    /// </summary>
    public void OnCommit(Action update)
    {
        ArgumentNullException.ThrowIfNull(update);
        (state.Updates ??= new PendingUpdates()).Add(update);
    }

    /// <summary>
    /// A seed for a random draw: <c>Tensor.RandomNormal(x.Shape, seed: call.NextSeed(generator))</c>. It counts as drawn once the updates
    /// are committed.
    /// </summary>
    /// <param name="generator">Whose next seed; by default the next of the program's sequence (see
    /// <see cref="Utils.SetRandomSeed"/>).</param>
    public int NextSeed(SeedGenerator? generator = null) => generator is null ? (int)NextKey() : generator.Next(this);

    /// <summary>Makes the pending state updates: variables take their new values, and random draws count as made.</summary>
    /// <exception cref="InvalidOperationException">A call with this context is running, or has thrown.</exception>
    public void Commit() => state.Commit();

    /// <summary>Whether somebody has read the pending value of a variable.</summary>
    internal bool WasRead(Variable variable) => state.Updates!.WasRead(variable);

    /// <summary>The context with another answer to whether it is training; null for the same. Everything else is shared.</summary>
    internal CallContext With(bool? training) => training is { } other && other != Training ? new CallContext(other, state) : this;

    /// <summary>The next key of the program's sequence, or of a layer's own.</summary>
    internal ulong NextKey(RandomDraws? own = null) => (state.Draws ??= new PendingDraws()).Next(own);

    ulong IKeySource.NextKey() => NextKey();

    /// <summary>
    /// Counts the draws from the program's sequence as made: what is built now draws from there, and stays whatever becomes of the call.
    /// </summary>
    internal void CommitProgramDraws() => state.Draws?.CommitProgramDraws();

    /// <summary>Begins a layer's part of the call; dispose the result to end it.</summary>
    internal CallFrame Enter(Layer layer, Structure<Tensor> inputs)
    {
        var frame = new CallFrame(state, Running, state.Enter(layer, inputs));
        RandomSeed.Running = this;
        return frame;
    }

    /// <summary>
    /// Leaves the running call for a while, for what is no part of it, such as building a layer; dispose the result to go on with it.
    /// </summary>
    internal static Break Suspend()
    {
        var suspended = Running;
        suspended?.CommitProgramDraws();
        RandomSeed.Running = null;
        return new Break(suspended);
    }

    /// <summary>The time that a layer's part of a call takes.</summary>
    internal readonly struct CallFrame(CallState state, CallContext? outerCall, Layer? outerLayer) : IDisposable
    {
        /// <summary>Says that the layer has given its outputs. Without it the layer has thrown.</summary>
        public void Complete(Structure<Tensor> outputs) => state.Complete(outputs);

        public void Dispose()
        {
            RandomSeed.Running = outerCall;
            state.Leave(outerLayer);
        }
    }

    /// <summary>The time for which a call is left.</summary>
    internal readonly struct Break(CallContext? suspended) : IDisposable
    {
        public void Dispose() => RandomSeed.Running = suspended;
    }
}
