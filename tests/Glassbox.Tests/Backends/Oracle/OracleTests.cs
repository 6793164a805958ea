using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>
/// Every method of a backend gives on the managed one, in guarded memory, what it gives on the reference one: over random shapes and
/// values, alone and with three threads to help.
/// </summary>
[Collection("process state")]
[ManagedOnly("Both backends are held against each other in a run on the managed one.")]
public class OracleTests
{
    public static TheoryData<string, int> Calls
    {
        get
        {
            var calls = new TheoryData<string, int>();
            foreach (var method in Methods)
            {
                calls.Add(method, 1);
                calls.Add(method, 4);
            }

            return calls;
        }
    }

    private static IEnumerable<string> Methods =>
        typeof(IBackend).GetMethods().Select(method => method.Name).Distinct().Order(StringComparer.Ordinal);

    [Fact]
    public void Every_method_has_a_row() => Assert.Equal(Methods, OracleTable.Rows.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Calls))]
    public void Both_backends_give_the_same(string method, int threads)
    {
        var before = Engine.Threads;
        try
        {
            Engine.Threads = threads;
            OracleTable.Rows[method].Check();
        }
        finally
        {
            Engine.Threads = before;
        }
    }
}
