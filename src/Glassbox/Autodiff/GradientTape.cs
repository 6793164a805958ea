using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// Records what is computed while it is open, and walks back through the record to differentiate it (reverse-mode automatic
/// differentiation). Trainable variables are watched by themselves, other tensors after <see cref="Watch(Tensor)"/>.
/// </summary>
/// <example>
/// <code>
/// using var tape = new GradientTape();
/// var loss = Ops.Mean(Ops.Square(model.Apply(x, training: true) - y));
/// optimizer.ApplyGradients(tape.Gradient(loss, model.TrainableVariables), model.TrainableVariables);
/// </code>
/// </example>
/// <remarks>
/// Tapes may be nested: the gradients that an inner tape computes are recorded by the outer one, which gives second derivatives.
/// A tape belongs to the thread that opened it. One that nobody refers to any more ends by itself.
/// </remarks>
public sealed class GradientTape : IDisposable
{
    [ThreadStatic]
    private static List<WeakReference<GradientTape>>? open;

    /// <summary>What the last tape of this thread has left, to be used again: a training opens a tape for each step.</summary>
    [ThreadStatic]
    private static Dictionary<Tensor, int>? spare;

    private readonly bool persistent;
    private readonly bool watchAccessedVariables;
    private readonly List<TapeRecord> records = [];
    private Dictionary<Tensor, int>? numbers;
    private readonly List<(Variable Variable, Tensor Value)> holding = [];
    private HashSet<Tensor>? untracked;
    private bool paused;
    private bool used;

    /// <summary>Opens a tape; dispose it to stop recording.</summary>
    /// <param name="persistent">Whether <see cref="Gradient(Tensor, Tensor)"/> may be asked more than once.</param>
    /// <param name="watchAccessedVariables">Whether trainable variables are watched when they are read.</param>
    public GradientTape(bool persistent = false, bool watchAccessedVariables = true)
    {
        this.persistent = persistent;
        this.watchAccessedVariables = watchAccessedVariables;
        (open ??= []).Add(new WeakReference<GradientTape>(this));
        if (!RunningCode.IsLibrary)
        {
            StepMemory.Current?.Expose();
        }
    }

    /// <summary>The recorded operations in the order in which they ran.</summary>
    internal IReadOnlyList<TapeRecord> Records => records;

    /// <summary>Makes the gradient with respect to a tensor available.</summary>
    /// <exception cref="ArgumentException">The tensor's elements are not float32 or float64.</exception>
    public void Watch(Tensor tensor)
    {
        if (!tensor.DType.IsFloating)
        {
            throw new ArgumentException($"Only float32 and float64 tensors have gradients; received dtype {tensor.DType}. Cast it first.",
                nameof(tensor));
        }

        Track(tensor);
    }

    /// <summary>Makes the gradient with respect to a variable available, trainable or not.</summary>
    public void Watch(Variable variable) => Watch(variable.Value);

    /// <summary>
    /// The derivative of <paramref name="target"/> with respect to <paramref name="source"/>, of the shape of the source. A target of
    /// several elements stands for their sum.
    /// </summary>
    /// <exception cref="InvalidOperationException">The target does not depend on the source as far as the tape saw, or the tape was used
    /// up.</exception>
    public Tensor Gradient(Tensor target, Tensor source) => Gradient(target, [source])[0] ?? throw new InvalidOperationException(
        $"The target does not depend on the source of shape {source.Shape}, as far as the tape saw. " +
        "Was the source watched (tape.Watch(x)) before the computation, and the computation made while the tape was open?");

    /// <summary>The derivative with respect to a variable.</summary>
    /// <inheritdoc cref="Gradient(Tensor, Tensor)"/>
    public Tensor Gradient(Tensor target, Variable source) => Gradient(target, source.Value);

    /// <summary>The derivatives with respect to several variables; null for those that the target does not depend on.</summary>
    /// <exception cref="InvalidOperationException">The tape was used up.</exception>
    public IReadOnlyList<Tensor?> Gradient(Tensor target, IReadOnlyList<Variable> sources) => Gradient(target, ValuesOf(sources));

    /// <summary>The derivatives with respect to several tensors; null for those that the target does not depend on.</summary>
    /// <param name="target">What to differentiate; several elements stand for their sum.</param>
    /// <param name="sources">What to differentiate by.</param>
    /// <param name="outputGradient">What multiplies each element of the target; ones by default.</param>
    /// <exception cref="InvalidOperationException">The tape was used up.</exception>
    public IReadOnlyList<Tensor?> Gradient(Tensor target, IReadOnlyList<Tensor> sources, Tensor? outputGradient = null)
    {
        if (used && !persistent)
        {
            throw new InvalidOperationException("A tape gives its gradients once; open it with persistent: true to ask again.");
        }

        used = true;
        var wasPaused = paused;
        paused = true;
        try
        {
            return Walk(target, sources, outputGradient ?? Tensor.Ones(target.Shape, target.DType));
        }
        finally
        {
            paused = wasPaused;
            if (!persistent)
            {
                Forget();
            }
        }
    }

    /// <summary>Stops recording for good. Gradients can still be asked for.</summary>
    public void Dispose() => open?.RemoveAll(other => !other.TryGetTarget(out var tape) || tape == this);

    /// <summary>
    /// Puts an operation on the tapes that are open. Every operation of the library ends with this; call it to make one of your own, with
    /// derivatives of your own.
    /// </summary>
    /// <param name="name">What was computed, such as <c>exp</c>.</param>
    /// <param name="output">The result.</param>
    /// <param name="inputs">Each input with the function that turns the gradient of the output into that of the input (a vector-Jacobian
    /// product), of the input's shape.</param>
    /// <returns>The output.</returns>
    public static Tensor Record(string name, Tensor output, params ReadOnlySpan<(Tensor Input, Func<Tensor, Tensor> Gradient)> inputs)
    {
        if (open is not { Count: > 0 })
        {
            return output;
        }

        var (tensors, gradients) = (new Tensor?[inputs.Length], new Func<Tensor, Tensor>[inputs.Length]);
        for (var i = 0; i < tensors.Length; i++)
        {
            (tensors[i], gradients[i]) = inputs[i];
        }

        return Record(new CustomOperation(name, gradients), output, tensors);
    }

    /// <summary>Puts an operation on the tapes that are open.</summary>
    internal static Tensor Record(Operation operation, Tensor output, ReadOnlySpan<Tensor?> inputs, object? saved = null)
    {
        if (open is { Count: > 0 } tapes)
        {
            foreach (var each in tapes)
            {
                if (each.TryGetTarget(out var tape))
                {
                    tape.Take(operation, output, inputs, saved);
                }
            }
        }

        return output;
    }

    /// <summary>Whether some tape would take a record of an operation on an input: then what its gradient needs is noted.</summary>
    internal static bool Tracks(Tensor input) =>
        open is { Count: > 0 } tapes && tapes.Exists(each => each.TryGetTarget(out var tape) && !tape.paused && tape.NumberOf(input) >= 0);

    /// <summary>Whether a tape is open on this thread, which may hold any tensor.</summary>
    internal static bool IsOpen => open is { Count: > 0 } tapes && tapes.Exists(each => each.TryGetTarget(out _));

    /// <summary>
    /// Whether some tape takes records now: then gradients are made of operations that have gradients themselves, and else of fused
    /// kernels.
    /// </summary>
    internal static bool IsRecording => open is { } tapes && tapes.Exists(each => each.TryGetTarget(out var tape) && !tape.paused);

    /// <summary>
    /// Whether an open tape wants every operation by itself, to explain it later: then nothing is fused, so that a layer's value before its
    /// activation is on record.
    /// </summary>
    internal static bool WantsEveryOperation =>
        open is { } tapes && tapes.Exists(each => each.TryGetTarget(out var tape) && tape.EveryOperation);

    /// <summary>Asks operations not to fuse while this tape is open. The numbers are the same to the bit.</summary>
    internal bool EveryOperation { get; init; }

    /// <summary>Tells the open tapes that a variable is being read.</summary>
    internal static void OnRead(Variable variable, Tensor value)
    {
        if (open is { Count: > 0 } tapes)
        {
            foreach (var each in tapes)
            {
                if (each.TryGetTarget(out var tape) && !tape.paused)
                {
                    tape.Hold(variable, value);
                }
            }
        }
    }

    /// <summary>Keeps a variable's value as it is until the gradients are computed, and watches it if the variable is trainable.</summary>
    private void Hold(Variable variable, Tensor value)
    {
        var isNew = variable.Trainable && watchAccessedVariables ? NumberOf(value) < 0 && Track(value) >= 0 : (untracked ??= []).Add(value);
        if (isNew && variable.Hold(value))
        {
            holding.Add((variable, value));
        }
    }

    private void Take(Operation operation, Tensor output, ReadOnlySpan<Tensor?> inputs, object? saved)
    {
        if (paused || numbers is null)
        {
            return;
        }

        foreach (var input in inputs)
        {
            if (input is not null && numbers.ContainsKey(input))
            {
                var places = new int[inputs.Length];
                for (var i = 0; i < places.Length; i++)
                {
                    places[i] = inputs[i] is { } operand ? NumberOf(operand) : -1;
                }

                records.Add(new TapeRecord(operation, inputs.ToArray(), places, output, Track(output), saved));
                return;
            }
        }
    }

    /// <summary>The number of a tensor, which is tracked from now on.</summary>
    private int Track(Tensor tensor)
    {
        numbers ??= TakeSpare() ?? new Dictionary<Tensor, int>(ReferenceEqualityComparer.Instance);
        numbers.TryAdd(tensor, numbers.Count);
        return numbers[tensor];
    }

    private static Dictionary<Tensor, int>? TakeSpare()
    {
        var taken = spare;
        spare = null;
        return taken;
    }

    private int NumberOf(Tensor tensor) => numbers is not null && numbers.TryGetValue(tensor, out var number) ? number : -1;

    private void Forget()
    {
        records.Clear();
        foreach (var (variable, value) in holding)
        {
            variable.Drop(value);
        }

        holding.Clear();
        untracked?.Clear();
        numbers?.Clear();
        (spare, numbers) = (numbers, null);
    }

    private Tensor?[] Walk(Tensor target, IReadOnlyList<Tensor> sources, Tensor seed)
    {
        // Only what lies between the sources and the target is differentiated: no gradient for the first layer's input.
        var step = new BackwardStep(numbers?.Count ?? 0);
        for (var i = 0; i < sources.Count; i++)
        {
            if (NumberOf(sources[i]) is >= 0 and var number)
            {
                step.MarkSource(number);
            }
        }

        foreach (var record in records)
        {
            step.MarkBetween(record);
        }

        if (NumberOf(target) is >= 0 and var last)
        {
            step.Begin(last, seed);
        }

        for (var i = records.Count - 1; i >= 0; i--)
        {
            // The last record of an output is the one that counts: an operation of one's own takes the place of those that it is made of.
            var record = records[i];
            if (!persistent)
            {
                // What only this record holds may go.
                records.RemoveAt(i);
            }

            step.Over(record);
        }

        var results = new Tensor?[sources.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = NumberOf(sources[i]) is >= 0 and var number ? step.Of(number) : null;
        }

        return results;
    }

    private static Tensor[] ValuesOf(IReadOnlyList<Variable> variables)
    {
        var values = new Tensor[variables.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = variables[i].Value;
        }

        return values;
    }
}
