namespace Glassbox;

/// <summary>An operation that is made of others: on tensors it is what they compute, in a graph and in files it is one.</summary>
internal abstract record ComposedOperation : Operation
{
    public abstract override Tensor Define(ReadOnlySpan<Tensor?> inputs);

    private protected sealed override Tensor Run(ReadOnlySpan<Tensor?> inputs) => Define(inputs);
}

/// <summary>An operation on one tensor that is made of others.</summary>
internal abstract record ComposedFunction : ComposedOperation
{
    public override OperationKind Kind => OperationKind.ElementWise;

    public sealed override Tensor Define(ReadOnlySpan<Tensor?> inputs) => Define(inputs[0]!);

    protected abstract Tensor Define(Tensor x);
}
