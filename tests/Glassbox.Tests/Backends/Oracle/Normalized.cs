using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>
/// What is normalized: so many elements of parts that belong together, and of columns that share a gamma and a beta; and the operands, all
/// about as large as 1.
/// </summary>
internal sealed record Normalized(string What, int Length, int Parts, int Columns, DType Type, bool HasWeights, int Seed)
{
    /// <summary>How many elements share a gamma and a beta.</summary>
    public int Rows => Length / Math.Max(1, Columns);

    public Pair X(BothBackends both) => both.Input(Type, Values.Tame(Type, Length, Seed));

    public Pair Dy(BothBackends both) => both.Input(Type, Values.Tame(Type, Length, Seed + 1));

    public Pair? Gamma(BothBackends both) => HasWeights ? both.Input(Type, Values.Tame(Type, Columns, Seed + 2)) : null;

    public Pair? Beta(BothBackends both) => HasWeights ? both.Input(Type, Values.Tame(Type, Columns, Seed + 3)) : null;

    public Pair Mean(BothBackends both, bool centered = true) =>
        both.Input(Type, centered ? Values.Tame(Type, Parts, Seed + 4) : new double[Parts]);

    public Pair Deviation(BothBackends both) =>
        both.Input(Type, Array.ConvertAll(Values.Tame(Type, Parts, Seed + 5), value => Math.Abs(value) + 0.5));

    public OracleCase Case(Action<BothBackends> body) => new($"{Type} {What} weights {HasWeights}", Seed, body);

    /// <summary>A result of each element: the mean of its part may be large beside it.</summary>
    public static void AssertElements(BothBackends both, Pair result) => both.AssertNear(result, 100, smallest: 1);

    /// <summary>A gradient of each element, to which all others of its part have added something.</summary>
    public static void AssertGradient(BothBackends both, Pair result) => both.AssertNear(result, 1000, smallest: 1);

    /// <summary>Figures of each part.</summary>
    public static void AssertMoments(BothBackends both, params Pair[] results) =>
        Array.ForEach(results, result => both.AssertNear(result, 10, smallest: 1));

    /// <summary>The gradients of gamma and beta.</summary>
    public void AssertSums(BothBackends both, Pair dgamma, Pair dbeta)
    {
        both.AssertNear(dgamma, 20 * Rows, smallest: 1);
        both.AssertNear(dbeta, 10 * Rows, smallest: 1);
    }
}
