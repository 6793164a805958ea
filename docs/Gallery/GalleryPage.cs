using System.Text;
using System.Text.RegularExpressions;

namespace Glassbox.Gallery;

/// <summary>The page docs/gallery.md, made of the source of the recipes.</summary>
public static class GalleryPage
{
    /// <summary>The folder of the documentation.</summary>
    public static string Docs { get; } = Path.Combine(Repository(), "docs");

    /// <summary>The folder of the pictures.</summary>
    public static string Pictures { get; } = Path.Combine(Docs, "pictures");

    /// <summary>The page.</summary>
    public static string Write()
    {
        var source = File.ReadAllLines(Path.Combine(Docs, "Gallery", "Recipes.cs"));
        var page = new StringBuilder();
        page.Append("""
            # Gallery

            Each section has the code of a picture and its result. The code is that of [Gallery/Recipes.cs](Gallery/Recipes.cs):
            `dotnet run --project docs/Gallery` draws the pictures and writes this page, and the tests draw each picture again and compare.

            The recipes use:

            ```csharp
            using Glassbox;
            using Glassbox.Datasets;
            using Glassbox.Initializers;
            using Glassbox.Layers;
            using Glassbox.Plotting;
            ```

            """);
        var isTrained = false;
        foreach (var recipe in Recipe.All)
        {
            var section = Read(source, recipe.Name);
            if (section.NeedsTrained && !isTrained)
            {
                isTrained = true;
                page.Append(Heading(Read(source, "Train")));
            }

            page.Append(Heading(section with { Code = WithFile(section.Code, recipe.File) })).Append('\n').Append(Result(recipe));
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Result(Recipe recipe)
    {
        var path = Path.Combine(Pictures, recipe.File);
        return Path.GetExtension(recipe.File) switch
        {
            ".txt" => $"```text\n{File.ReadAllText(path).TrimEnd()}\n```\n",
            ".mmd" => $"```mermaid\n{File.ReadAllText(path).TrimEnd()}\n```\n",
            _ => $"![{recipe.Name}](pictures/{recipe.File})\n",
        };
    }

    /// <summary>A title, a text and a block of code.</summary>
    private sealed record Section(string Title, string Text, string Code, bool NeedsTrained);

    private static string Heading(Section section) => $"\n## {section.Title}\n\n{section.Text}\n\n```csharp\n{section.Code}```\n";

    /// <summary>The code with the file's name in place of the recipe's parameter.</summary>
    private static string WithFile(string code, string file) => Regex.Replace(code, @"\bpath\b", $"\"{file}\"");

    /// <summary>
    /// A method's summary (the title up to the first stop, then the text) and its lines between the braces, without those that hand the
    /// trained network from one recipe to the next: on the page it stands before them.
    /// </summary>
    private static Section Read(string[] source, string method)
    {
        var head = Array.FindIndex(source, line =>
            line.StartsWith("    ", StringComparison.Ordinal) && line.Contains($" {method}(", StringComparison.Ordinal)
            && line.Contains("static", StringComparison.Ordinal));
        var first = head - 1;
        while (source[first - 1].TrimStart().StartsWith("///", StringComparison.Ordinal))
        {
            first--;
        }

        var summary = string.Join(" ", source[first..head].Select(line => line.Trim().TrimStart('/').Trim()));
        summary = summary.Replace("<summary>", "", StringComparison.Ordinal).Replace("</summary>", "", StringComparison.Ordinal);
        summary = Regex.Replace(summary, "</?c>", "`").Trim();
        var end = Array.FindIndex(source, head, line => line == "    }");
        string[] lines = [.. source[(head + 2)..end].Select(line => line.Length > 8 ? line[8..] : "")];
        var code = string.Concat(lines.Where(line => !IsHandedOver(line)).Select(line => line + "\n"));
        var stop = summary.IndexOf(". ", StringComparison.Ordinal);
        var needsTrained = lines.Any(line => line.EndsWith("= Trained.Value;", StringComparison.Ordinal));
        return new(summary[..stop], summary[(stop + 2)..], code, needsTrained);
    }

    private static bool IsHandedOver(string line) =>
        line.EndsWith("= Trained.Value;", StringComparison.Ordinal) || line.StartsWith("return (", StringComparison.Ordinal);

    /// <summary>
    /// The repository above the build's output. The compiler's own idea of where a file lies is no help: deterministic builds replace it by
    /// "/_/".
    /// </summary>
    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Glassbox.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository is not above the build's output.");
        }

        return folder.FullName;
    }
}
