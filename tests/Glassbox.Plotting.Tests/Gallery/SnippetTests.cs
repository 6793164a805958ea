using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Glassbox.Plotting.Tests.Gallery;

/// <summary>
/// The C# on a page compiles as a reader copies it: the blocks one after the other, each with the usings and names that the page itself has
/// shown before, and with nothing else but the implicit usings of every project.
/// </summary>
public sealed class SnippetTests
{
    private const string ImplicitUsings = """
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.Http; using System.Threading;
        using System.Threading.Tasks;
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static TheoryData<string> PagesWithCode => [.. DocumentationPages.All.Where(page => DocumentationPages.Blocks(page).Any())];

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void Code_in_the_documentation_compiles_with_the_usings_that_its_page_shows(string page)
    {
        var last = Submission(ImplicitUsings, null);
        foreach (var (line, code) in DocumentationPages.Blocks(page))
        {
            last = Submission(code, last);
            Assert.Empty(Errors(last).Select(error =>
                $"{page}, line {line + error.Location.GetLineSpan().StartLinePosition.Line + 1}: {error.GetMessage(null)}"));
        }
    }

    [Theory]
    [InlineData("Tensor x = 1;")]
    [InlineData("using Glassbox; Tensor x = 1; x.Fitt();")]
    [InlineData("using Glassbox; model.Fit(x, y);")]
    [InlineData("using Glassbox; var layer = new Dense(1);")]
    public void Code_that_does_not_compile_is_noticed(string code) =>
        Assert.NotEmpty(Errors(Submission(code, Submission(ImplicitUsings, null))));

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/data.md")]
    [InlineData("docs/functional.md")]
    [InlineData("docs/gallery.md")]
    [InlineData("docs/saving.md")]
    [InlineData("src/Glassbox/README.md")]
    [InlineData("src/Glassbox.Images/README.md")]
    [InlineData("src/Glassbox.Plotting/README.md")]
    public void The_code_of_every_guide_is_found(string page) => Assert.Contains(page, PagesWithCode.Select(row => row.Data));

    private static Diagnostic[] Errors(CSharpCompilation compilation) =>
        [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    private static CSharpCompilation Submission(string code, CSharpCompilation? before) => CSharpCompilation.CreateScriptCompilation(
        $"Snippet{Guid.NewGuid():N}", CSharpSyntaxTree.ParseText(code,
        new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script)), References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable), before);
}
