namespace Glassbox;

/// <summary>One operation on a tape.</summary>
/// <param name="Operation">What was computed.</param>
/// <param name="Inputs">What went in; null for an optional input that was absent.</param>
/// <param name="Numbers">The inputs' numbers among the tensors that the tape tracks; −1 for those that it does not.</param>
/// <param name="Output">What came out.</param>
/// <param name="Number">The output's number.</param>
/// <param name="Saved">What the gradient needs besides the inputs and the result.</param>
internal sealed record TapeRecord(Operation Operation, Tensor?[] Inputs, int[] Numbers, Tensor Output, int Number, object? Saved)
{
    /// <summary>The gradient of one input for a gradient of the result: a vector-Jacobian product of this operation alone.</summary>
    public Tensor Gradient(int input, Tensor dy)
    {
        var alone = this with { Numbers = [.. Enumerable.Range(0, Inputs.Length)], Number = Inputs.Length };
        var step = new BackwardStep(Inputs.Length + 1);
        step.MarkSource(input);
        step.MarkBetween(alone);
        step.Begin(alone.Number, dy);
        step.Over(alone);
        return step.Of(input) ?? Ops.ZerosLike(Inputs[input]!);
    }
}
