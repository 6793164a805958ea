using Glassbox.Backends;
using Glassbox.Constraints;
using Glassbox.Regularizers;

namespace Glassbox;

/// <summary>
/// A tensor that changes: a layer's weight. Training writes its values; whoever read <see cref="Value"/> before keeps the old ones.
/// A variable is accepted wherever a tensor is.
/// </summary>
public sealed class Variable
{
    private Tensor value;
    private bool handedOut;

    /// <summary>A variable with its first value, which is copied.</summary>
    /// <param name="value">float32 or float64 to be trainable; any type otherwise.</param>
    /// <param name="trainable">Whether training changes it.</param>
    /// <param name="name">What it is called, such as <c>kernel</c>.</param>
    public Variable(Tensor value, bool trainable = true, string name = "variable")
    {
        this.value = value.Copy();
        this.value.Storage.Change();
        Trainable = trainable;
        Name = name;
        Path = name;
    }

    /// <summary>What it is called within its layer, such as <c>kernel</c>.</summary>
    public string Name { get; }

    /// <summary>What it is called within the program, such as <c>dense_1/kernel</c>.</summary>
    public string Path { get; internal set; }

    /// <summary>Whether training changes it.</summary>
    public bool Trainable { get; set; }

    /// <summary>The price of its size, which is added to the loss; null for none.</summary>
    public Regularizer? Regularizer { get; set; }

    /// <summary>What it is brought back to after each step of the optimizer; null for nothing.</summary>
    public Constraint? Constraint { get; set; }

    /// <summary>The shape, which never changes.</summary>
    public Shape Shape => value.Shape;

    /// <summary>The element type, which never changes.</summary>
    public DType DType => value.DType;

    /// <summary>The value now. A tape that is open watches it if the variable is trainable.</summary>
    public Tensor Value
    {
        get
        {
            // What a training step reads lives no longer than the step; anything else may be kept, and the next update must leave it alone.
            handedOut |= StepMemory.Current is null;
            GradientTape.OnRead(this, value);
            return value;
        }
    }

    /// <summary>Sets the values.</summary>
    /// <exception cref="ArgumentException">The shape is another one.</exception>
    public void Assign(Tensor newValue)
    {
        if (newValue.Shape != Shape)
        {
            throw new ArgumentException($"The variable '{Path}' has shape {Shape}; received a value of shape {newValue.Shape}.", nameof(newValue));
        }

        newValue.To(DType).Storage.CopyTo(Writable(keepValues: false));
    }

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

    /// <summary>Memory that an update may write to: the variable's own, or new one if somebody holds the present value.</summary>
    internal Storage Writable(bool keepValues = true)
    {
        if (handedOut)
        {
            using (StepMemory.Suspend())
            {
                value = keepValues ? value.Copy() : Tensor.Allocate(DType, Shape);
            }

            handedOut = false;
        }

        value.Storage.Change();
        return value.Storage;
    }
}
