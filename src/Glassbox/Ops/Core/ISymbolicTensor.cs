namespace Glassbox;

/// <summary>A tensor that stands for what a model will compute, and records the operations that it meets.</summary>
internal interface ISymbolicTensor
{
    /// <summary>Adds an operation on it to the graph and gives what the operation will compute.</summary>
    /// <param name="operation">What is to be computed.</param>
    /// <param name="inputs">The operands: symbolic tensors, and tensors with values, which are constants of the graph.</param>
    Tensor Record(Operation operation, ReadOnlySpan<Tensor?> inputs);
}
