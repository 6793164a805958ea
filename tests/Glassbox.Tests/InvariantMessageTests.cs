using System.Globalization;
using Glassbox.Layers;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using Glassbox.Optimizers.Schedules;

namespace Glassbox.Tests;

/// <summary>Messages print numbers with a decimal point and thousands with commas, whatever the culture of the thread is.</summary>
public class InvariantMessageTests
{
    public static TheoryData<Func<object>, string> Faults => new()
    {
        { () => new Dropout(1.5), "1.5" },
        { () => new SGD(double.NaN), "NaN" },
        { () => new SGD(-0.25), "Actual value was -0.25." },
        { () => new SGD(momentum: -2.5), "received -2.5" },
        { () => new PiecewiseConstantDecay([2.5, 1.5], [1, 2, 3]), "received 2.5, 1.5" },
        { () => new Discretization([0.5, 0.25]), "received [0.5, 0.25]" },
        { () => new AUC(labelWeights: [0.5, -1.5], multiLabel: true), "received [0.5, -1.5]" },
        { () => Tensor.Zeros([65536, 65536]), "2,147,483,591" },
    };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Exceptions_write_numbers_in_the_invariant_culture(Func<object> fault, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            var message = Record.Exception(fault)!.Message;
            Assert.Contains(expected, message, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Schedules_call_themselves_by_their_own_names()
    {
        Assert.StartsWith("CosineDecayRestarts "
            + "needs", Record.Exception(() => new CosineDecayRestarts(0.1, 0))!.Message, StringComparison.Ordinal);
        Assert.StartsWith("PiecewiseConstantDecay needs", Record.Exception(() => new PiecewiseConstantDecay([1], [1]))!.Message,
            StringComparison.Ordinal);
    }
}
