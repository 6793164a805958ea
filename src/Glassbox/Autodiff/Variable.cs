using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// A mutable tensor, such as a layer's weight. Updates do not change tensors previously read from <see cref="Value"/>. A variable is
/// accepted wherever a tensor is.
/// </summary>
public sealed partial class Variable
{
    private readonly Lock sync = new();
    private Tensor value;

    /// <summary>Whether code outside the library may hold the current value.</summary>
    private bool handedOut;

    /// <summary>The number of tapes that hold the current value.</summary>
    private int tapes;

    /// <summary>Creates a variable from a copy of its initial value.</summary>
    /// <param name="value">float32 or float64 to be trainable; any type otherwise.</param>
    /// <param name="trainable">Whether training updates it.</param>
    /// <param name="name">The name, such as <c>kernel</c>.</param>
    public Variable(Tensor value, bool trainable = true, string name = "variable")
    {
        this.value = value.Copy();
        this.value.Storage.MarkChanged();
        Trainable = trainable;
        IsMadeTrainable = trainable;
        Name = name;
        Path = name;
    }

    /// <summary>The name within its layer, such as <c>kernel</c>.</summary>
    public string Name { get; }

    /// <summary>The full path, such as <c>dense_1/kernel</c>.</summary>
    public string Path { get; internal set; }

    /// <summary>Whether training updates it.</summary>
    public bool Trainable { get; set; }

    /// <summary>Whether it was created as trainable.</summary>
    internal bool IsMadeTrainable { get; }

    /// <summary>The shape, which is fixed.</summary>
    public Shape Shape => value.Shape;

    /// <summary>The element type, which is fixed.</summary>
    public DType DType => value.DType;

    /// <summary>
    /// The current value, an immutable tensor that later updates do not change. An open tape watches it if the variable is trainable.
    /// </summary>
    public Tensor Value
    {
        get
        {
            var read = RunningCode.IsLibrary ? value : HandOut();
            GradientTape.OnRead(this, read);
            return read;
        }
    }

    /// <summary>Assigns a new value.</summary>
    /// <exception cref="ArgumentException">The shape differs.</exception>
    public void Assign(Tensor newValue)
    {
        if (newValue.Shape != Shape)
        {
            throw new ArgumentException($"The variable '{Path}' has shape {Shape}; received a value of shape {newValue.Shape}.",
                nameof(newValue));
        }

        using (StepMemory.Suspend())
        {
            var copy = Tensor.Allocate(DType, Shape);
            Device.Current.Copy(newValue.To(DType).Storage, copy.Storage);
            Publish(copy, isHeld: false);
        }
    }

    /// <summary>
    /// Adopts a tensor of the same shape and type as the value, without copying; a tape that has seen it identifies it with the variable.
    /// </summary>
    internal void Become(Tensor newValue) => Publish(newValue, isHeld: true);

    /// <summary>Adds to the value.</summary>
    /// <param name="increment">A tensor that broadcasts to the variable's shape.</param>
    /// <exception cref="ArgumentException">The sum has another shape.</exception>
    public void AssignAdd(Tensor increment) => Assign(value + Ops.StopGradient(increment));

    /// <summary>Subtracts from the value.</summary>
    /// <param name="decrement">A tensor that broadcasts to the variable's shape.</param>
    /// <exception cref="ArgumentException">The difference has another shape.</exception>
    public void AssignSub(Tensor decrement) => Assign(value - Ops.StopGradient(decrement));

    /// <summary>The value of a variable.</summary>
    public static implicit operator Tensor(Variable variable) => variable.Value;

    /// <summary>The path, shape, type and values.</summary>
    public override string ToString() => $"<Variable path={Path}, shape={Shape}, dtype={DType}, value={value}>";

    /// <summary>
    /// Begins an update of the value by a kernel of the device: in place if nobody else holds the current value and no other thread reads
    /// weights, otherwise in a copy that replaces it at the end. Dispose the result to end the update.
    /// </summary>
    internal InPlaceUpdate BeginUpdate()
    {
        lock (sync)
        {
            return WeightGate.IsWriting && !handedOut && tapes == 0 ? new InPlaceUpdate(this, value, isCopy: false)
                : new InPlaceUpdate(this, value.Copy(), isCopy: true);
        }
    }

    /// <summary>Registers a tape that holds a value that was read.</summary>
    /// <returns>Whether it is the current value, which the tape must release with <see cref="Drop"/>.</returns>
    internal bool Hold(Tensor read)
    {
        lock (sync)
        {
            var isPresent = ReferenceEquals(read, value);
            tapes += isPresent ? 1 : 0;
            return isPresent;
        }
    }

    /// <summary>Releases a value held by a tape.</summary>
    internal void Drop(Tensor read)
    {
        lock (sync)
        {
            tapes -= ReferenceEquals(read, value) ? 1 : 0;
        }
    }

    private Tensor HandOut()
    {
        // Waits for an in-place update by another thread.
        using (RunningCode.Enter(isUsers: true))
        {
            lock (sync)
            {
                handedOut = true;
                return value;
            }
        }
    }

    private void Publish(Tensor newValue, bool isHeld)
    {
        newValue.Storage.MarkChanged();
        lock (sync)
        {
            (value, handedOut, tapes) = (newValue, isHeld, 0);
        }
    }

    /// <summary>An update of a variable's value in its memory.</summary>
    internal readonly struct InPlaceUpdate(Variable variable, Tensor target, bool isCopy) : IDisposable
    {
        /// <summary>The memory that holds the old values and receives the new ones.</summary>
        public Storage Storage => target.Storage;

        /// <summary>The memory; null for no variable.</summary>
        public Storage? StorageOrNull => target?.Storage;

        public void Dispose()
        {
            if (isCopy)
            {
                variable.Publish(target, isHeld: false);
            }
            else
            {
                target?.Storage.MarkChanged();
            }
        }
    }
}
