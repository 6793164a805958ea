namespace Glassbox.Tests;

/// <summary>
/// What is printed, compared with the text in <c>Snapshots/</c> that somebody has looked at and found right. To accept new texts, run the
/// tests once with the environment variable GLASSBOX_ACCEPT_SNAPSHOTS set, and read the difference in version control.
/// </summary>
internal static class Snapshot
{
    /// <summary>
    /// Compares a text with <c>Snapshots/<paramref name="name"/>.txt</c>. Escape characters are written as ␛ and carriage returns as ␍, so
    /// that the files can be read.
    /// </summary>
    public static void Match(string name, string text)
    {
        var readable = text.ReplaceLineEndings("\n").Replace('\e', '␛').Replace('\r', '␍').TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("GLASSBOX_ACCEPT_SNAPSHOTS") is { Length: > 0 })
        {
            File.WriteAllText(Path.Combine(SourceFolder(), name + ".txt"), readable);
            return;
        }

        var path = Path.Combine(AppContext.BaseDirectory, "Snapshots", name + ".txt");
        Assert.True(File.Exists(path), $"There is no snapshot '{name}' yet. Received:\n{readable}");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), readable);
    }

    /// <summary>The tests' own folder in the source tree, above the build's output.</summary>
    private static string SourceFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Glassbox.Tests.csproj")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The source of the tests is not above their output.");
        }

        return Directory.CreateDirectory(Path.Combine(folder.FullName, "Snapshots")).FullName;
    }
}
