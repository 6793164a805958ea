namespace Glassbox.Layers;

/// <summary>
/// State of one call of a layer: the training flag, random draws, losses added by layers, and pending updates of variables such as moving
/// averages. It is passed from layer to layer with the tensors, so a call has no side effects on the layers until <see cref="Commit"/>,
/// which by default runs at the end of the outermost call that the context is passed to.
/// </summary>
/// <remarks>A context is not thread-safe. A call that throws discards its updates.</remarks>
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

    /// <summary>Creates a context for an outermost call.</summary>
    /// <param name="training">Whether layers that are active only in training, such as dropout, are active.</param>
    /// <param name="deferUpdates">Whether state updates wait for <see cref="Commit"/>; by default they are committed at the end of each
    /// outermost call that uses the context.</param>
    public CallContext(bool training = false, bool deferUpdates = false)
        : this(training, new CallState(deferUpdates))
    {
    }

    private CallContext(bool training, CallState state) => (Training, this.state) = (training, state);

    /// <summary>Whether layers that are active only in training, such as dropout, are active.</summary>
    public bool Training { get; }

    /// <summary>Losses added by layers, in order: those from <see cref="AddLoss"/> and activity regularization penalties.</summary>
    public IReadOnlyList<Tensor> Losses => state.Losses;

    /// <summary>The context of the call running on this thread; null outside calls.</summary>
    internal static CallContext? Running => (CallContext?)RandomSeed.Running;

    /// <summary>The layer running on this thread; null outside calls.</summary>
    internal static Layer? RunningLayer => Running?.state.Layer;

    /// <summary>Observer of the layers that run; null for none.</summary>
    internal CallProbe? Probe
    {
        get => state.Probe;
        init => state.Probe = value;
    }

    /// <summary>The compiled losses per model output, by output name, before weighting and summation; null if none were computed.</summary>
    internal IReadOnlyList<(string Output, Tensor Loss)>? OutputLosses
    {
        get => state.OutputLosses;
        set => state.OutputLosses = value;
    }

    /// <summary>Adds a term to the loss of the current batch.</summary>
    /// <param name="loss">A scalar computed with differentiable operations.</param>
    /// <exception cref="ArgumentException">The loss is not a scalar.</exception>
    public void AddLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        state.AddLoss(loss);
    }

    /// <summary>The value of a variable in this call: its pending value if it was assigned, otherwise its current value.</summary>
    public Tensor Read(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return Pending(variable) ?? variable.Value;
    }

    /// <summary>The pending value of a variable in this call; null if it was not assigned.</summary>
    internal Tensor? Pending(Variable variable) => state.Updates?.Read(variable);

    /// <summary>Whether the call has neither losses nor pending updates nor an observer.</summary>
    internal bool LeavesNothing => state is { Losses.Count: 0, Updates: null, Probe: null };

    /// <summary>
    /// Assigns a new value to a variable. It is visible within this call at once, and elsewhere after the updates are committed.
    /// </summary>
    /// <param name="variable">The variable to update, such as a moving average.</param>
    /// <param name="newValue">A value of the variable's shape; it is copied, and gradients do not flow through it.</param>
    /// <exception cref="ArgumentException">The shape differs from that of the variable.</exception>
    public void Assign(Variable variable, Tensor newValue)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(newValue);
        (state.Updates ??= new PendingUpdates()).Assign(variable, newValue);
    }

    /// <summary>
    /// Runs an action when the updates are committed, for state that is not in variables: <c>call.OnCommit(() =>
    /// metric.UpdateState(error))</c>.
    /// </summary>
    public void OnCommit(Action update)
    {
        ArgumentNullException.ThrowIfNull(update);
        (state.Updates ??= new PendingUpdates()).Add(update);
    }

    /// <summary>
    /// A seed for a random draw: <c>Tensor.RandomNormal(x.Shape, seed: call.NextSeed(generator))</c>. The generator advances when the
    /// updates are committed.
    /// </summary>
    /// <param name="generator">The generator to draw from; by default the global generator (see <see cref="Utils.SetRandomSeed"/>).</param>
    public int NextSeed(SeedGenerator? generator = null) => generator is null ? (int)NextKey() : generator.Next(this);

    /// <summary>Applies the pending state updates: assigns the variables and advances the random generators.</summary>
    /// <exception cref="InvalidOperationException">A call with this context is running, or has thrown.</exception>
    public void Commit() => state.Commit();

    /// <summary>Whether the pending value of a variable has been read.</summary>
    internal bool WasRead(Variable variable) => state.Updates!.WasRead(variable);

    /// <summary>A context with another training flag that shares all other state; the same context if the flag is null or equal.</summary>
    internal CallContext With(bool? training) => training is { } other && other != Training ? new CallContext(other, state) : this;

    /// <summary>The next key of the global random sequence, or of a layer's own sequence.</summary>
    internal ulong NextKey(RandomDraws? own = null) => (state.Draws ??= new PendingDraws()).Next(own);

    ulong IKeySource.NextKey() => NextKey();

    /// <summary>
    /// Commits the draws from the global sequence: layers built now draw from it, and their weights persist even if the call fails.
    /// </summary>
    internal void CommitProgramDraws() => state.Draws?.CommitProgramDraws();

    /// <summary>Enters a layer; dispose the result to leave it.</summary>
    internal CallFrame Enter(Layer layer, Structure<Tensor> inputs)
    {
        var frame = new CallFrame(state, Running, state.Enter(layer, inputs));
        RandomSeed.Running = this;
        return frame;
    }

    /// <summary>Suspends the running call for work outside it, such as building a layer; dispose the result to resume.</summary>
    internal static Break Suspend()
    {
        var suspended = Running;
        suspended?.CommitProgramDraws();
        RandomSeed.Running = null;
        return new Break(suspended);
    }

    /// <summary>Scope of one layer within a call.</summary>
    internal readonly struct CallFrame(CallState state, CallContext? outerCall, Layer? outerLayer) : IDisposable
    {
        /// <summary>Records the layer's outputs. A scope disposed without it means that the layer threw.</summary>
        public void Complete(Structure<Tensor> outputs) => state.Complete(outputs);

        public void Dispose()
        {
            RandomSeed.Running = outerCall;
            state.Leave(outerLayer);
        }
    }

    /// <summary>Scope in which a call is suspended.</summary>
    internal readonly struct Break(CallContext? suspended) : IDisposable
    {
        public void Dispose() => RandomSeed.Running = suspended;
    }
}
