using Glassbox.Fuzz;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Saving;

/// <summary>The sound files that the fuzzer begins with are read, and some damaged copies of each end as they should.</summary>
public sealed class FuzzSeedTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Kinds => [.. FileReader.All.Select(reader => reader.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Seeds_are_read_and_damaged_ones_are_read_or_refused(string kind)
    {
        var reader = FileReader.All.Single(reader => reader.Name == kind);
        var random = new Random(3);
        for (var i = 0; i < reader.Seeds.Count; i++)
        {
            var path = folder[$"seed{i}{reader.Extension}"];
            reader.Seeds[i](path);

            // Weights of one model are refused by another, and a table may have a name twice; but one seed of each kind is read.
            Assert.True(reader.TryRead(path) || i > 0, $"{kind}, seed {i}");
            var sound = File.ReadAllBytes(path);
            for (var mutation = 0; mutation < 20; mutation++)
            {
                File.WriteAllBytes(path, Mutation.Of(sound, random));
                reader.TryRead(path);
            }
        }
    }
}
