namespace Glassbox;

/// <summary>One operation on a tape: what it was, what went in with the derivative for each, and what came out.</summary>
internal sealed record TapeRecord(string Name, (Tensor Input, Func<Tensor, Tensor> Gradient)[] Inputs, Tensor Output);
