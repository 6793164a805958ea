using Glassbox.Layers;

namespace Glassbox;

/// <summary>A function of <see cref="Ops"/>, or an operator, at its place in a graph. It is not counted among a model's layers, and files call it an operation, as Keras does.</summary>
internal sealed class OperationLayer : Layer
{
    public OperationLayer(Operation operation, OperationArguments arguments, string? name = null)
        : base(name: name ?? LayerNames.Next(operation.ClassName)) => (Operation, Arguments) = (operation, arguments);

    public Operation Operation { get; }

    public OperationArguments Arguments { get; }

    public override string ClassName => Operation.ClassName;

    private protected override InputTypes InputTypes => InputTypes.Any;

    /// <summary>Puts an operation on symbolic tensors into the graph.</summary>
    public static KerasTensor Apply(string className, OperationArguments arguments, params ReadOnlySpan<KerasTensor> inputs) =>
        new OperationLayer(Operation.Get(className), arguments).Apply(inputs.Length == 1 && !arguments.TakesList ? inputs[0] : Nest.Create(inputs));

    internal override Nest<TensorSpec> OutputSpecs(Nest<TensorSpec> inputs)
    {
        // Tried on zeros with two batch sizes: where the extents differ, they follow the batch.
        var (first, second) = (Compute(inputs.Map(spec => spec.Zeros(2))), Compute(inputs.Map(spec => spec.Zeros(3))));
        return new TensorSpec([.. first.Shape.Zip(second.Shape, (a, b) => a == b ? a : Shape.Unknown)], first.DType);
    }

    protected override Nest<Tensor> Call(Nest<Tensor> inputs, CallContext call) => Compute(inputs);

    // An operation takes whatever fits its formula, each time anew.
    protected override void CheckInput(Nest<Shape> inputShapes)
    {
    }

    private Tensor Compute(Nest<Tensor> inputs)
    {
        try
        {
            return Operation.Compute(Arguments.With([.. inputs]));
        }
        catch (ArgumentException problem)
        {
            throw new ArgumentException($"Operation '{Name}' ({ClassName}): {problem.Message}", problem);
        }
    }
}
