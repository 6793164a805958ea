using System.Text;

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

            Each recipe is its code, its picture and its test: the code below is what [Gallery/Recipes.cs](Gallery/Recipes.cs) holds, `dotnet run --project docs/Gallery` draws the pictures
            and writes this page, and the tests draw each picture again and compare.

            All recipes start with

            ```csharp
            using Glassbox;
            using Glassbox.Datasets;
            using Glassbox.Initializers;
            using Glassbox.Layers;
            using Glassbox.Plotting;
            ```

            and those that judge a network use this one:

            ```csharp

            """);
        page.Append(Body(source, "Train").Code).Append("```\n");
        foreach (var recipe in Recipe.All)
        {
            var (title, text, code) = Body(source, recipe.Name);
            page.Append("\n## ").Append(title).Append("\n\n").Append(text).Append("\n\n```csharp\n").Append(code).Append("```\n\n")
                .Append(Result(recipe));
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

    /// <summary>A method's summary (the title up to the first stop, then the text) and its lines between the braces.</summary>
    private static (string Title, string Text, string Code) Body(string[] source, string method)
    {
        var head = Array.FindIndex(source, line =>
            line.StartsWith("    ", StringComparison.Ordinal) && line.Contains($" {method}(", StringComparison.Ordinal)
            && line.Contains("static", StringComparison.Ordinal));
        var first = head - 1;
        while (source[first - 1].TrimStart().StartsWith("///", StringComparison.Ordinal))
        {
            first--;
        }

        var summary = string.Join(" ", source[first..head].Select(line => line.Trim().TrimStart('/').Trim()))
            .Replace("<summary>", "", StringComparison.Ordinal).Replace("</summary>", "", StringComparison.Ordinal).Trim();
        var end = Array.FindIndex(source, head, line => line == "    }");
        var code = string.Concat(source[(head + 2)..end].Select(line => (line.Length > 8 ? line[8..] : "") + "\n"));
        var stop = summary.IndexOf(". ", StringComparison.Ordinal);
        return stop < 0 ? (summary.TrimEnd('.'), "", code) : (summary[..stop], summary[(stop + 2)..], code);
    }

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
