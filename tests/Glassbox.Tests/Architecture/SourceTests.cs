using System.Text.RegularExpressions;

namespace Glassbox.Tests.Architecture;

/// <summary>What the sources may not do, whatever the compiler says.</summary>
public partial class SourceTests
{
    /// <summary>Who may know the managed backend, and why.</summary>
    private static readonly Dictionary<string, string> KnowTheManagedBackend = new()
    {
        ["Glassbox/Backends/Device.cs"] = "It makes the managed backend where no other was chosen.",
        ["Glassbox/Backends/Engine.cs"] = "Its settings, threads and vectors, are the managed backend's.",
    };

    [Fact]
    public void Nothing_outside_of_the_managed_backend_knows_it_but_who_chooses_it()
    {
        var sources = Path.Combine(SourceTree.Root, "src");
        var knowing = Directory.EnumerateFiles(sources, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".targets")
            .Select(file => Path.GetRelativePath(sources, file).Replace('\\', '/'))
            .Where(file => !BuildOutput().IsMatch(file) && !file.StartsWith("Glassbox/Backends/Cpu/", StringComparison.Ordinal))
            .Where(file => ManagedBackend().IsMatch(File.ReadAllText(Path.Combine(sources, file))));
        Assert.Equal(KnowTheManagedBackend.Keys.Order(StringComparer.Ordinal), knowing.Order(StringComparer.Ordinal));
    }

    /// <summary>Lines within raw string literals are text, not code.</summary>
    [Fact]
    public void No_line_of_code_is_longer_than_140_columns()
    {
        var tooLong = new List<string>();
        string[] folders = ["src", "tests", "samples", "benchmarks", "docs"];
        foreach (var file in folders.SelectMany(folder =>
            Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*.cs", SearchOption.AllDirectories)))
        {
            var name = Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/');
            if (BuildOutput().IsMatch(name))
            {
                continue;
            }

            var (number, inRawString) = (0, false);
            foreach (var line in File.ReadLines(file))
            {
                number++;
                var delimiters = RawStringDelimiter().Count(line);
                if (line.Length > 140 && !inRawString && delimiters == 0)
                {
                    tooLong.Add($"{name}:{number}");
                }

                inRawString ^= delimiters % 2 == 1;
            }
        }

        Assert.Empty(tooLong);
    }

    [GeneratedRegex(@"\bBackends\.Cpu\b|(?<![\w.])Cpu\.")]
    private static partial Regex ManagedBackend();

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawStringDelimiter();

    [GeneratedRegex("(^|/)(bin|obj)/")]
    private static partial Regex BuildOutput();
}
