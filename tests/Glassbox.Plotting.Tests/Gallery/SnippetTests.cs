using Glassbox.Reference;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Glassbox.Plotting.Tests.Gallery;

/// <summary>
/// The C# that stands in the documentation compiles: the blocks of a page one after the other, each with what those before it declare.
/// </summary>
public sealed class SnippetTests
{
    private const string Everywhere = """
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks;
        using Glassbox; using Glassbox.Callbacks; using Glassbox.Datasets; using Glassbox.Initializers; using Glassbox.Layers; using Glassbox.Optimizers; using Glassbox.Saving;
        Tensor x = null!, y = null!; Model model = null!;
        """;

    /// <summary>What a page speaks of without declaring it.</summary>
    private static readonly Dictionary<string, string> Before = new()
    {
        ["README.md"] = "using Glassbox.Plotting; Tensor images = null!, image = null!; History history = null!;",
        ["data.md"] = "Tensor series = null!;",
        ["gallery.md"] = "string path = null!; Lazy<(Sequential Model, History History, Tensor Images, Tensor Labels, Tensor "
        + "Probabilities)> Trained = null!;", ["functional.md"] =
        "Tensor titles = null!, bodies = null!, priorities = null!, departments = null!;",
    };

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static string[] Pages =>
        [Path.Combine(ReferencePage.Docs, "..", "README.md"), .. Directory.GetFiles(ReferencePage.Docs, "*.md")];

    public static TheoryData<string> PagesWithCode =>
        [.. Pages.Where(page => Blocks(page).Any()).Select(page => Path.GetFileName(page)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void Code_in_the_documentation_compiles(string page)
    {
        var last = Submission(Before.GetValueOrDefault(page, ""), Submission(Everywhere, null));
        foreach (var (line, code) in Blocks(Pages.Single(path => Path.GetFileName(path) == page)))
        {
            last = Submission(code, last);
            Assert.Empty(Errors(last).Select(error =>
                $"{page}, line {line + error.Location.GetLineSpan().StartLinePosition.Line + 1}: {error.GetMessage(null)}"));
        }
    }

    [Fact]
    public void Code_that_does_not_compile_is_noticed() =>
        Assert.NotEmpty(Errors(Submission("model.Fitt(x, y);", Submission(Everywhere, null))));

    private static Diagnostic[] Errors(CSharpCompilation compilation) =>
        [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    private static CSharpCompilation Submission(string code, CSharpCompilation? before) => CSharpCompilation.CreateScriptCompilation(
        $"Snippet{Guid.NewGuid():N}", CSharpSyntaxTree.ParseText(code,
        new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script)), References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable), before);

    /// <summary>The blocks of C# on a page, without the lines that are for the .NET SDK, and the line on which each begins.</summary>
    private static IEnumerable<(int Line, string Code)> Blocks(string page)
    {
        var lines = File.ReadAllLines(page);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() == "```csharp")
            {
                var code = lines.Skip(i + 1).TakeWhile(line => line.Trim() != "```").ToArray();
                yield return (i + 1, string.Join('\n', code.Select(line => line.StartsWith("#:", StringComparison.Ordinal) ? "" : line)));
                i += code.Length;
            }
        }
    }
}
