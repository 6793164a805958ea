using CsCheck;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>How a method is tried: so many cases of random shapes and values.</summary>
internal sealed record OracleRow(int Iterations, Gen<OracleCase> Cases)
{
    public void Check() => Cases.Sample(one => one.Check(), iter: Iterations);
}

/// <summary>One call, and what to ask of its results.</summary>
/// <param name="What">The method and the shapes, for messages.</param>
/// <param name="Seed">For where its memory begins.</param>
/// <param name="Body">The call.</param>
internal sealed record OracleCase(string What, int Seed, Action<BothBackends> Body)
{
    public void Check() => Body(new BothBackends(What, Seed));

    public override string ToString() => What;
}
