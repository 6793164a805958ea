using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// Records operations while it is open and differentiates them by reverse-mode automatic differentiation. Trainable variables are watched
/// automatically, other tensors after <see cref="Watch(Tensor)"/>.
/// </summary>
/// <example>
/// <code>
/// using var tape = new GradientTape();
/// var loss = Ops.Mean(Ops.Square(model.Apply(x, training: true) - y));
/// optimizer.ApplyGradients(tape.Gradient(loss, model.TrainableVariables), model.TrainableVariables);
/// </code>
/// </example>
/// <remarks>
/// Tapes can be nested: the outer tape records the gradient computations of the inner one, which allows second derivatives. A tape belongs
/// to the thread that opened it. Open tapes are held weakly: an unreferenced tape ends.
/// </remarks>
public sealed class GradientTape : IDisposable
{
    [ThreadStatic]
    private static List<WeakReference<GradientTape>>? open;

    /// <summary>The buffers of this thread's last tape, for reuse, because training opens a tape per step.</summary>
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
    /// <param name="persistent">Whether <see cref="Gradient(Tensor, Tensor)"/> may be called more than once.</param>
    /// <param name="watchAccessedVariables">Whether trainable variables are watched automatically when read.</param>
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

    /// <summary>The recorded operations in execution order.</summary>
    internal IReadOnlyList<TapeRecord> Records => records;

    /// <summary>Watches a tensor, so that gradients with respect to it are available.</summary>
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

    /// <summary>Watches a variable, trainable or not.</summary>
    public void Watch(Variable variable) => Watch(variable.Value);

    /// <summary>
    /// The gradient of <paramref name="target"/> with respect to <paramref name="source"/>, of the shape of the source. A non-scalar target
    /// is summed.
    /// </summary>
    /// <exception cref="InvalidOperationException">The target does not depend on the source as far as recorded, or the tape is not
    /// persistent and was already used.</exception>
    public Tensor Gradient(Tensor target, Tensor source) => Gradient(target, [source])[0] ?? throw new InvalidOperationException(
        $"The target does not depend on the source of shape {source.Shape}, as far as the tape recorded. " +
        "Was the source watched (tape.Watch(x)) before the computation, and the computation made while the tape was open?");

    /// <summary>The gradient with respect to a variable.</summary>
    /// <inheritdoc cref="Gradient(Tensor, Tensor)"/>
    public Tensor Gradient(Tensor target, Variable source) => Gradient(target, source.Value);

    /// <summary>The gradients with respect to several variables; null for those that the target does not depend on.</summary>
    /// <exception cref="InvalidOperationException">The tape is not persistent and was already used.</exception>
    public IReadOnlyList<Tensor?> Gradient(Tensor target, IReadOnlyList<Variable> sources) => Gradient(target, ValuesOf(sources));

    /// <summary>The gradients with respect to several tensors; null for those that the target does not depend on.</summary>
    /// <param name="target">The tensor to differentiate; summed if not a scalar.</param>
    /// <param name="sources">The tensors to differentiate with respect to.</param>
    /// <param name="outputGradient">The upstream gradient of the target; ones by default.</param>
    /// <exception cref="InvalidOperationException">The tape is not persistent and was already used.</exception>
    public IReadOnlyList<Tensor?> Gradient(Tensor target, IReadOnlyList<Tensor> sources, Tensor? outputGradient = null)
    {
        if (used && !persistent)
        {
            throw new InvalidOperationException("A tape computes gradients only once; open it with persistent: true to use it again.");
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

    /// <summary>Stops recording. Gradients can still be computed.</summary>
    public void Dispose() => open?.RemoveAll(other => !other.TryGetTarget(out var tape) || tape == this);

    /// <summary>
    /// Records an operation on the open tapes. Every operation of the library ends with this; call it to define a custom operation with
    /// custom gradients.
    /// </summary>
    /// <param name="name">The name of the operation, such as <c>exp</c>.</param>
    /// <param name="output">The result.</param>
    /// <param name="inputs">Each input with its vector-Jacobian product: the function from the output's gradient to the input's, of the
    /// input's shape.</param>
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

    /// <summary>Records an operation on the open tapes.</summary>
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

    /// <summary>Whether some tape would record an operation on an input, so that its gradient's intermediates must be saved.</summary>
    internal static bool Tracks(Tensor input) =>
        open is { Count: > 0 } tapes && tapes.Exists(each => each.TryGetTarget(out var tape) && !tape.paused && tape.NumberOf(input) >= 0);

    /// <summary>Whether a tape, which may hold any tensor, is open on this thread.</summary>
    internal static bool IsOpen => open is { Count: > 0 } tapes && tapes.Exists(each => each.TryGetTarget(out _));

    /// <summary>
    /// Whether some tape is recording. If so, gradients are composed of differentiable operations; otherwise fused kernels are used.
    /// </summary>
    internal static bool IsRecording => open is { } tapes && tapes.Exists(each => each.TryGetTarget(out var tape) && !tape.paused);

    /// <summary>
    /// Whether an open tape records every operation separately, for an explanation. Fusion is then disabled, so that a layer's value before
    /// its activation is recorded.
    /// </summary>
    internal static bool WantsEveryOperation =>
        open is { } tapes && tapes.Exists(each => each.TryGetTarget(out var tape) && tape.EveryOperation);

    /// <summary>Disables fusion while this tape is open. The results are bit-identical.</summary>
    internal bool EveryOperation { get; init; }

    /// <summary>Notifies the open tapes that a variable is being read.</summary>
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

    /// <summary>Pins a variable's value until the gradients are computed, and watches it if the variable is trainable.</summary>
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

    /// <summary>Starts tracking a tensor and returns its number.</summary>
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
        // Only operations between the sources and the target are differentiated: no gradient for the first layer's input.
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
            // The last record of an output counts: a custom operation replaces those it is composed of.
            var record = records[i];
            if (!persistent)
            {
                // Frees memory that only this record references.
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
