namespace Glassbox.Tests.Architecture;

/// <summary>The sources that the tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
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
}
