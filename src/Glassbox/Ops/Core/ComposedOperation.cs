namespace Glassbox;

/// <summary>An operation composed of others: evaluated through them on tensors, a single operation in graphs and files.</summary>
internal abstract record ComposedOperation : Operation
{
    public abstract override Tensor Define(ReadOnlySpan<Tensor?> inputs);

    private protected sealed override Tensor Run(ReadOnlySpan<Tensor?> inputs) => Define(inputs);
}

/// <summary>A composed operation on one tensor.</summary>
internal abstract record ComposedFunction : ComposedOperation
{
    public override OperationKind Kind => OperationKind.ElementWise;

    public sealed override Tensor Define(ReadOnlySpan<Tensor?> inputs) => Define(inputs[0]!);

    protected abstract Tensor Define(Tensor x);
}
