namespace Glassbox;

/// <summary>One operation on a tape.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Inputs">The inputs; null for an absent optional input.</param>
/// <param name="Numbers">The inputs' numbers among the tensors tracked by the tape; −1 for untracked ones.</param>
/// <param name="Output">The result.</param>
/// <param name="Number">The output's number.</param>
/// <param name="Saved">What the gradient needs besides inputs and result.</param>
internal sealed record TapeRecord(Operation Operation, Tensor?[] Inputs, int[] Numbers, Tensor Output, int Number, object? Saved)
{
    /// <summary>The vector-Jacobian product of this operation for one input.</summary>
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
