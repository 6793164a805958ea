using System.Text.RegularExpressions;
using Glassbox.Reference;

namespace Glassbox.Plotting.Tests.Gallery;

/// <summary>The pages that users read: the README, the guides, and the READMEs of the packages.</summary>
internal static partial class DocumentationPages
{
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(ReferencePage.Docs, ".."));

    /// <summary>Their paths within the repository.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { "README.md", "CHANGELOG.md" }.Concat(Below("docs", "*.md", SearchOption.TopDirectoryOnly))
            .Concat(Below("src", "README.md", SearchOption.AllDirectories)).Order(StringComparer.Ordinal),
    ];

    public static string[] Lines(string page) => File.ReadAllLines(Path.Combine(Repository, page));

    /// <summary>
    /// The blocks of C# on a page, without the lines that are for the .NET SDK, and the line on which each begins.
    /// </summary>
    public static IEnumerable<(int Line, string Code)> Blocks(string page) => Parts(page).Where(part => part.Language == "csharp")
        .Select(part => (part.Line, Regex.Replace(part.Text, "^#:.*$", "", RegexOptions.Multiline)));

    /// <summary>The text outside of all blocks and code spans.</summary>
    public static string Prose(string page) =>
        CodeSpan().Replace(string.Join('\n', Parts(page).Where(part => part.Language is null).Select(part => part.Text)), "");

    private static IEnumerable<(int Line, string? Language, string Text)> Parts(string page)
    {
        var lines = Lines(page);
        string? language = null;
        var start = 0;
        for (var i = 0; i <= lines.Length; i++)
        {
            if (i == lines.Length || lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                yield return (start, language, string.Join('\n', lines[start..i]));
                language = language is null && i < lines.Length ? lines[i].Trim()[3..] : null;
                start = i + 1;
            }
        }
    }

    private static IEnumerable<string> Below(string folder, string pattern, SearchOption option) =>
        Directory.GetFiles(Path.Combine(Repository, folder), pattern, option)
            .Select(path => Path.GetRelativePath(Repository, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex CodeSpan();
}
