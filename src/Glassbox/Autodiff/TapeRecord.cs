namespace Glassbox;

/// <summary>One operation on a tape: what it was, what went in with the derivative for each, and what came out.</summary>
/// <param name="Name">What was computed.</param>
/// <param name="Inputs">What went in.</param>
/// <param name="Output">What came out.</param>
/// <param name="Number">The output's number among the tensors that the tape tracks.</param>
internal sealed record TapeRecord(string Name, TapeInput[] Inputs, Tensor Output, int Number);

/// <summary>An operand with the function that gives its gradient from that of the output, and its number among the tensors that the tape tracks; −1 if it is none of them.</summary>
internal readonly record struct TapeInput(Tensor Input, Func<Tensor, Tensor> Gradient, int Number)
{
    public void Deconstruct(out Tensor input, out Func<Tensor, Tensor> gradient) => (input, gradient) = (Input, Gradient);
}
