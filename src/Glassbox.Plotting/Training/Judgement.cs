namespace Glassbox.Plotting;

/// <summary>Decisions of a model for several samples, and how good they are.</summary>
internal sealed class Judgement
{
    /// <summary>The colour of a wrong decision.</summary>
    public const string Wrong = "#d64545";

    private readonly int[] decisions;
    private readonly int[]? truth;

    /// <param name="probabilities">[count, classes], or [count, 1] or [count] of a single output unit.</param>
    /// <param name="labels">The right classes; null if unknown.</param>
    /// <param name="count">Number of samples.</param>
    /// <exception cref="ArgumentException">They do not fit together, or a probability is not from 0 to 1.</exception>
    public Judgement(Tensor probabilities, Tensor? labels, int count)
    {
        Probabilities = Decisions.Probabilities(probabilities, count);
        decisions = Decisions.Of(Probabilities);
        truth = labels is null ? null : Decisions.Labels(labels, count, Probabilities.Shape[1]);
    }

    /// <summary>The probability of each class, [count, classes].</summary>
    public Tensor Probabilities { get; }

    public int Decision(int sample) => decisions[sample];

    /// <summary>The right class; null if unknown.</summary>
    public int? Label(int sample) => truth?[sample];

    /// <summary>Whether a decision is known to be wrong.</summary>
    public bool IsWrong(int sample) => truth is not null && truth[sample] != decisions[sample];

    /// <summary>The probability of the class that was decided for.</summary>
    public double Certainty(int sample) => (double)Probabilities[sample, decisions[sample]];

    /// <summary>The wrong decisions, the surest first.</summary>
    public IReadOnlyList<int> SurestMistakes(int count) => [.. Samples.Where(IsWrong).OrderByDescending(Certainty).Take(count)];

    /// <summary>The samples whose largest probability is smallest.</summary>
    public IReadOnlyList<int> LeastSure(int count) => [.. Samples.OrderBy(Certainty).Take(count)];

    private IEnumerable<int> Samples => Enumerable.Range(0, decisions.Length);
}
