namespace Glassbox.Plotting;

/// <summary>Predicted classes of several samples and their correctness.</summary>
internal sealed class Judgement
{
    /// <summary>Color of a wrong prediction.</summary>
    public const string Wrong = "#d64545";

    private readonly int[] decisions;
    private readonly int[]? truth;

    /// <param name="probabilities">[count, classes], or [count, 1] or [count] for a single output unit.</param>
    /// <param name="labels">True classes; null if unknown.</param>
    /// <param name="count">Number of samples.</param>
    /// <exception cref="ArgumentException">The arguments do not match, or a probability is not in [0, 1].</exception>
    public Judgement(Tensor probabilities, Tensor? labels, int count)
    {
        Probabilities = Decisions.Probabilities(probabilities, count);
        decisions = Decisions.Of(Probabilities);
        truth = labels is null ? null : Decisions.Labels(labels, count, Probabilities.Shape[1]);
    }

    /// <summary>Class probabilities, [count, classes].</summary>
    public Tensor Probabilities { get; }

    public int Decision(int sample) => decisions[sample];

    /// <summary>True class; null if unknown.</summary>
    public int? Label(int sample) => truth?[sample];

    /// <summary>Whether a prediction is known to be wrong.</summary>
    public bool IsWrong(int sample) => truth is not null && truth[sample] != decisions[sample];

    /// <summary>Probability of the predicted class.</summary>
    public double Certainty(int sample) => (double)Probabilities[sample, decisions[sample]];

    /// <summary>Wrong predictions by decreasing confidence.</summary>
    public IReadOnlyList<int> SurestMistakes(int count) => [.. Samples.Where(IsWrong).OrderByDescending(Certainty).Take(count)];

    /// <summary>Samples by increasing confidence.</summary>
    public IReadOnlyList<int> LeastSure(int count) => [.. Samples.OrderBy(Certainty).Take(count)];

    private IEnumerable<int> Samples => Enumerable.Range(0, decisions.Length);
}
