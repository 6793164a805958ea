using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// A tensor that changes: a layer's weight. Training writes its values; whoever read <see cref="Value"/> before keeps the old ones.
/// A variable is accepted wherever a tensor is.
/// </summary>
public sealed partial class Variable
{
    private readonly Lock sync = new();
    private Tensor value;

    /// <summary>Whether somebody outside of the library may hold the present value.</summary>
    private bool handedOut;

    /// <summary>How many tapes hold the present value.</summary>
    private int tapes;

    /// <summary>A variable with its first value, which is copied.</summary>
    /// <param name="value">float32 or float64 to be trainable; any type otherwise.</param>
    /// <param name="trainable">Whether training changes it.</param>
    /// <param name="name">What it is called, such as <c>kernel</c>.</param>
    public Variable(Tensor value, bool trainable = true, string name = "variable")
    {
        this.value = value.Copy();
        this.value.Storage.MarkChanged();
        Trainable = trainable;
        IsMadeTrainable = trainable;
        Name = name;
        Path = name;
    }

    /// <summary>What it is called within its layer, such as <c>kernel</c>.</summary>
    public string Name { get; }

    /// <summary>What it is called within the program, such as <c>dense_1/kernel</c>.</summary>
    public string Path { get; internal set; }

    /// <summary>Whether training changes it.</summary>
    public bool Trainable { get; set; }

    /// <summary>Whether it was made for training to change it.</summary>
    internal bool IsMadeTrainable { get; }

    /// <summary>The shape, which never changes.</summary>
    public Shape Shape => value.Shape;

    /// <summary>The element type, which never changes.</summary>
    public DType DType => value.DType;

    /// <summary>
    /// The value now, which stays as it is whatever becomes of the variable. A tape that is open watches it if the variable is trainable.
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

    /// <summary>Sets the values.</summary>
    /// <exception cref="ArgumentException">The shape is another one.</exception>
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
    /// Takes a tensor of its shape and type, which lives on, as the value: a tape that has seen it knows it as the variable's.
    /// </summary>
    internal void Become(Tensor newValue) => Publish(newValue, isHeld: true);

    /// <summary>Adds to the values.</summary>
    /// <param name="increment">Of the variable's shape, or of one that broadcasts to it.</param>
    /// <exception cref="ArgumentException">The sum has another shape.</exception>
    public void AssignAdd(Tensor increment) => Assign(value + Ops.StopGradient(increment));

    /// <summary>Takes from the values.</summary>
    /// <param name="decrement">Of the variable's shape, or of one that broadcasts to it.</param>
    /// <exception cref="ArgumentException">The difference has another shape.</exception>
    public void AssignSub(Tensor decrement) => Assign(value - Ops.StopGradient(decrement));

    /// <summary>The value of a variable.</summary>
    public static implicit operator Tensor(Variable variable) => variable.Value;

    /// <summary>The path, shape, type and values.</summary>
    public override string ToString() => $"<Variable path={Path}, shape={Shape}, dtype={DType}, value={value}>";

    /// <summary>
    /// Begins an update of the values where they lie, by a kernel of the device: in place if nobody holds the present value and no other
    /// thread reads weights, otherwise in a copy that takes its place at the end. Dispose the result to end it.
    /// </summary>
    internal InPlaceUpdate BeginUpdate()
    {
        lock (sync)
        {
            return WeightGate.IsWriting && !handedOut && tapes == 0 ? new InPlaceUpdate(this, value, isCopy: false)
                : new InPlaceUpdate(this, value.Copy(), isCopy: true);
        }
    }

    /// <summary>Says that a tape holds a value that was read.</summary>
    /// <returns>Whether it is the present one, which the tape is to give back with <see cref="Drop"/>.</returns>
    internal bool Hold(Tensor read)
    {
        lock (sync)
        {
            var isPresent = ReferenceEquals(read, value);
            tapes += isPresent ? 1 : 0;
            return isPresent;
        }
    }

    /// <summary>Says that a tape no longer holds a value.</summary>
    internal void Drop(Tensor read)
    {
        lock (sync)
        {
            tapes -= ReferenceEquals(read, value) ? 1 : 0;
        }
    }

    private Tensor HandOut()
    {
        // An update in place that another thread makes is waited for.
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

    /// <summary>An update of a variable's values where they lie.</summary>
    internal readonly struct InPlaceUpdate(Variable variable, Tensor target, bool isCopy) : IDisposable
    {
        /// <summary>The memory to read the old values from and to write the new ones to.</summary>
        public Storage Storage => target.Storage;

        /// <summary>The same; null for no variable.</summary>
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
