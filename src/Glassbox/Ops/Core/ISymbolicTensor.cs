namespace Glassbox;

/// <summary>A placeholder for a value of a model, which records the operations applied to it.</summary>
internal interface ISymbolicTensor
{
    /// <summary>Adds an operation to the graph and returns its symbolic result.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="inputs">The operands: symbolic tensors, and tensors with values, which are constants of the graph.</param>
    Tensor Record(Operation operation, ReadOnlySpan<Tensor?> inputs);
}
