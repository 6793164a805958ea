namespace Glassbox;

/// <summary>A line of the way from logits to probabilities.</summary>
/// <param name="Class">The class.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Logit">The score.</param>
/// <param name="Exponential">e to the power of the score less the largest one.</param>
/// <param name="Probability">The exponential's part of all of them: what the model gave.</param>
public sealed record SoftmaxRow(int Class, string Name, double Logit, double Exponential, double Probability);
