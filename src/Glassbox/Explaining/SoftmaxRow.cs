namespace Glassbox;

/// <summary>One class in the computation from logits to probabilities.</summary>
/// <param name="Class">The class.</param>
/// <param name="Name">Its name.</param>
/// <param name="Logit">The score.</param>
/// <param name="Exponential">exp(logit − largest logit).</param>
/// <param name="Probability">The exponential divided by the sum of all: the model's output.</param>
public sealed record SoftmaxRow(int Class, string Name, double Logit, double Exponential, double Probability);
