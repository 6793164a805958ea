using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// A node's layer for an operation in a graph. It is not counted among a model's layers and is serialized as an operation, as in Keras.
/// </summary>
internal sealed class OperationLayer : Layer
{
    /// <summary>An operation on symbolic tensors and constants.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="constants">One entry per operand: a constant tensor, or null for the next symbolic input.</param>
    /// <param name="name">By default Keras's name of the operation with a counter.</param>
    public OperationLayer(Operation operation, IReadOnlyList<Tensor?> constants, string? name = null)
        : base(name: name ?? LayerNames.Next(operation.Name)) => (Operation, Constants) = (operation, constants);

    public Operation Operation { get; }

    public IReadOnlyList<Tensor?> Constants { get; }

    public override string ClassName => Operation.Name;

    private protected override InputTypes InputTypes => InputTypes.Any;

    /// <summary>Adds an operation to the graph.</summary>
    public static Tensor Apply(Operation operation, ReadOnlySpan<Tensor?> operands)
    {
        var constants = new Tensor?[operands.Length];
        var symbolic = new List<Tensor>(operands.Length);
        for (var i = 0; i < constants.Length; i++)
        {
            if (operands[i] is KerasTensor input)
            {
                symbolic.Add(input);
            }
            else
            {
                constants[i] = operands[i];
            }
        }

        return new OperationLayer(operation, constants).Apply(symbolic is [var only] && !operation.TakesList ? only : symbolic);
    }

    internal override Structure<TensorSpec> OutputSpecs(Structure<TensorSpec> inputs) => Named(() =>
    {
        var specs = new TensorSpec[Constants.Count];
        for (var (i, next) = (0, 0); i < specs.Length; i++)
        {
            specs[i] = Constants[i]?.Spec ?? inputs[next++];
        }

        return Operation.Infer(specs);
    });

    protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call) => Named(() =>
    {
        var operands = new Tensor?[Constants.Count];
        for (var (i, next) = (0, 0); i < operands.Length; i++)
        {
            operands[i] = Constants[i] ?? inputs[next++];
        }

        return Operation.Apply(operands);
    });

    // An operation accepts any inputs that fit, independently of earlier calls.
    protected override void CheckInput(Structure<Shape> inputShapes)
    {
    }

    private T Named<T>(Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (ArgumentException problem)
        {
            throw new ArgumentException($"Operation '{Name}' ({ClassName}): {problem.Message}", problem);
        }
    }
}
