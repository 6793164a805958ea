using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// The context of an operation's backward pass: the gradient of its result, its inputs and its output. The operation accumulates the
/// gradients of the inputs that require one.
/// </summary>
internal sealed class BackwardStep
{
    /// <summary>The memory of smaller gradients (in elements) is not released before the step ends.</summary>
    private const int WorthReleasing = 16 * 1024;

    private readonly Place[] places;

    /// <summary>The tensors that currently have a gradient, unordered: few, however long the tape.</summary>
    private readonly List<int> live = [];
    private Storage[] given = [];
    private TapeRecord record = null!;
    private Tensor seed = null!;

    public BackwardStep(int tensors) => places = new Place[tensors];

    /// <summary>The gradient of the result.</summary>
    public Tensor Dy { get; private set; } = null!;

    /// <summary>The result.</summary>
    public Tensor Output => record.Output;

    /// <summary>The number of inputs, absent ones included.</summary>
    public int InputCount => record.Inputs.Length;

    /// <summary>A required input.</summary>
    public Tensor this[int input] => record.Inputs[input]!;

    /// <summary>An optional input.</summary>
    public Tensor? Optional(int input) => record.Inputs[input];

    /// <summary>The value the operation saved for its gradient.</summary>
    public T Saved<T>() => (T)record.Saved!;

    /// <summary>Whether the gradient of an input is needed.</summary>
    public bool Wants(int input) => record.Numbers[input] is >= 0 and var number && places[number].IsBetween;

    /// <summary>Accumulates into the gradient of an input.</summary>
    /// <exception cref="InvalidOperationException">The gradient's shape differs from the input's.</exception>
    public void Give(int input, Tensor gradient)
    {
        if (!Wants(input))
        {
            return;
        }

        if (gradient.Shape != this[input].Shape)
        {
            throw new InvalidOperationException(
                $"The gradient function of '{record.Operation.Name}' returned shape {gradient.Shape} for an input of shape "
                + $"{this[input].Shape}; " +
                "a gradient has the shape of its input.");
        }

        ref var place = ref places[record.Numbers[input]];
        if (place.Gradient is not { } sum)
        {
            place.Gradient = gradient;
            live.Add(record.Numbers[input]);
        }
        else if (place.OwnsGradient && sum.DType == gradient.DType && !GradientTape.IsRecording)
        {
            // A sum that only this walk references is updated in place.
            Device.Current.Binary(BinaryOp.Add, Broadcasting.Plan(sum.Shape, sum.Shape).Walk, sum.Storage, gradient.Storage, sum.Storage);
        }
        else
        {
            (place.Gradient, place.OwnsGradient) = (sum + gradient, true);
        }
    }

    /// <summary>
    /// Accumulates into a window of an input's gradient. For many slices of one tensor, such as the time steps of a sequence, the cost of
    /// each is proportional to its own size, not to that of the whole.
    /// </summary>
    public void GiveWindow(int input, Tensor gradient, Window window)
    {
        if (!Wants(input))
        {
            return;
        }

        if (GradientTape.IsRecording)
        {
            Give(input, Ops.WriteWindow(gradient, window, this[input].Shape));
            return;
        }

        ref var place = ref places[record.Numbers[input]];
        if (place.Gradient is not { } sum)
        {
            (place.Gradient, place.OwnsGradient) = (Tensor.Zeros(this[input].Shape, gradient.DType), true);
            live.Add(record.Numbers[input]);
            Device.Current.Write(gradient.Storage, place.Gradient.Storage, window);
            return;
        }

        if (!place.OwnsGradient)
        {
            var own = Tensor.Allocate(sum.DType, sum.Shape);
            Device.Current.Copy(sum.Storage, own.Storage);
            (place.Gradient, place.OwnsGradient) = (own, true);
        }

        var part = Tensor.Allocate(gradient.DType, gradient.Shape);
        Device.Current.Read(place.Gradient.Storage, window, part.Storage);
        Device.Current.Write((part + gradient.To(part.DType)).Storage, place.Gradient.Storage, window);
    }

    /// <summary>Backpropagates through an operation's definition, which is recomputed under a tape.</summary>
    public void Replay(Operation operation)
    {
        int[] wanted = [.. Enumerable.Range(0, InputCount).Where(Wants)];
        using var tape = new GradientTape(watchAccessedVariables: false);
        foreach (var input in wanted)
        {
            tape.Watch(this[input]);
        }

        var y = operation.Define(record.Inputs);
        tape.Dispose();
        var gradients = tape.Gradient(y, [.. wanted.Select(input => this[input])], Dy);
        for (var i = 0; i < wanted.Length; i++)
        {
            if (gradients[i] is { } gradient)
            {
                Give(wanted[i], gradient);
            }
        }
    }

    /// <summary>Marks a tensor as a source, whose gradient was requested.</summary>
    internal void MarkSource(int number) => (places[number].IsSource, places[number].IsBetween) = (true, true);

    /// <summary>Marks the result of a record as dependent on a source.</summary>
    internal void MarkBetween(TapeRecord record)
    {
        foreach (var number in record.Numbers)
        {
            places[record.Number].IsBetween |= number >= 0 && places[number].IsBetween;
        }
    }

    /// <summary>Seeds the walk with the gradient of the target.</summary>
    internal void Begin(int number, Tensor gradient)
    {
        places[number].Gradient = seed = gradient;
        live.Add(number);
    }

    /// <summary>Backpropagates through one record.</summary>
    internal void Over(TapeRecord next)
    {
        ref var place = ref places[next.Number];
        if (place.Gradient is not { } gradient || !place.IsBetween)
        {
            return;
        }

        var wasSource = place.IsSource;
        (place.Gradient, place.OwnsGradient) = (null, false);
        if (wasSource)
        {
            place.Result = gradient;
        }
        else
        {
            live.RemoveAt(live.LastIndexOf(next.Number));
        }

        (record, Dy) = (next, gradient);
        var memory = GradientTape.IsRecording ? null : StepMemory.Current;
        var mark = memory?.Mark() ?? 0;
        next.Operation.Backpropagate(this);
        if (memory is not null)
        {
            memory.Release(mark, GivenStorages());
            if (!wasSource && gradient.Size >= WorthReleasing && !IsHeld(gradient))
            {
                memory.Release(gradient.Storage);
            }
        }
    }

    /// <summary>The storages of the current gradients of the record's inputs.</summary>
    private ReadOnlySpan<Storage> GivenStorages()
    {
        Array.Resize(ref given, Math.Max(given.Length, record.Numbers.Length));
        var count = 0;
        foreach (var number in record.Numbers)
        {
            if (number >= 0 && places[number].Gradient is { } gradient)
            {
                given[count++] = gradient.Storage;
            }
        }

        return given.AsSpan(0, count);
    }

    /// <summary>Whether a gradient's memory is shared, as after an addition or a reshape, which pass their gradient on.</summary>
    private bool IsHeld(Tensor gradient)
    {
        var storage = gradient.Storage;
        if (seed.Storage.SharesMemoryWith(storage) || record.Output.Storage.SharesMemoryWith(storage)
            || Array.Exists(record.Inputs, input => input is not null && input.Storage.SharesMemoryWith(storage)))
        {
            return true;
        }

        foreach (var number in live)
        {
            ref var place = ref places[number];
            if (place.Gradient?.Storage.SharesMemoryWith(storage) == true || place.Result?.Storage.SharesMemoryWith(storage) == true)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The gradient of a source, after the walk.</summary>
    internal Tensor? Of(int number) => places[number].Result ?? places[number].Gradient;

    /// <summary>The state of a tensor during the walk.</summary>
    private struct Place
    {
        /// <summary>Whether its gradient was requested.</summary>
        public bool IsSource;

        /// <summary>Whether it depends on a source.</summary>
        public bool IsBetween;

        /// <summary>The gradient accumulated so far, until the producing operation has passed it on.</summary>
        public Tensor? Gradient;

        /// <summary>Whether the gradient is a sum referenced only by this walk.</summary>
        public bool OwnsGradient;

        /// <summary>The complete gradient of a source that was produced by an operation.</summary>
        public Tensor? Result;
    }
}
