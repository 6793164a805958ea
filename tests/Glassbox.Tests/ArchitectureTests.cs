using System.Text.RegularExpressions;

namespace Glassbox.Tests;

/// <summary>What the sources may not do, whatever the compiler says.</summary>
public partial class ArchitectureTests
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
        var sources = Path.Combine(Root(), "src");
        var knowing = Directory.EnumerateFiles(sources, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".targets")
            .Select(file => Path.GetRelativePath(sources, file).Replace('\\', '/'))
            .Where(file => !BuildOutput().IsMatch(file) && !file.StartsWith("Glassbox/Backends/Cpu/", StringComparison.Ordinal))
            .Where(file => ManagedBackend().IsMatch(File.ReadAllText(Path.Combine(sources, file))));
        Assert.Equal(KnowTheManagedBackend.Keys.Order(StringComparer.Ordinal), knowing.Order(StringComparer.Ordinal));
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Glassbox.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"The sources are not above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"\bBackends\.Cpu\b|(?<![\w.])Cpu\.")]
    private static partial Regex ManagedBackend();

    [GeneratedRegex("(^|/)(bin|obj)/")]
    private static partial Regex BuildOutput();
}
