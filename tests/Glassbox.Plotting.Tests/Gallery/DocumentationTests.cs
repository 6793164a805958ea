using System.Text.RegularExpressions;

namespace Glassbox.Plotting.Tests.Gallery;

public sealed class DocumentationTests
{
    public static TheoryData<string> Pages => [.. DocumentationPages.All];

    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Path.Combine(DocumentationPages.Repository, "samples"), "*.cs").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_that_are_there(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(DocumentationPages.Repository, page))!;
        var links = Regex.Matches(DocumentationPages.Prose(page), @"\]\(([^)#]+)(#[^)]*)?\)").Select(match => match.Groups[1].Value)
            .Where(link => !link.StartsWith("https://", StringComparison.Ordinal));

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link)), $"{page} links to {link}, which is not there."));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Prose_has_no_tags_of_XML_comments(string page) =>
        Assert.DoesNotMatch(@"</?(c|see|paramref|para|code|summary|remarks)\b[^>]*>", DocumentationPages.Prose(page));

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_refers_only_to_the_libraries_that_it_uses(string sample)
    {
        var source = File.ReadAllText(Path.Combine(DocumentationPages.Repository, "samples", sample));
        foreach (var library in new[] { "Glassbox.Plotting", "Glassbox.Images" })
        {
            Assert.Equal(
                source.Contains($"using {library};", StringComparison.Ordinal),
                source.Contains($"#:project ../src/{library}/", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_README_lists_every_sample() => Assert.All(
        Samples.Select(row => row.Data), sample => Assert.Contains(
            $"(samples/{sample})", File.ReadAllText(Path.Combine(DocumentationPages.Repository, "README.md")), StringComparison.Ordinal));

    [Theory]
    [InlineData("Glassbox")]
    [InlineData("Glassbox.Images")]
    [InlineData("Glassbox.Plotting")]
    public void The_README_of_a_package_has_only_links_that_packing_makes_absolute(string package) => Assert.All(
        Regex.Matches(DocumentationPages.Prose($"src/{package}/README.md"), @"\]\(([^)]+)\)").Select(match => match.Groups[1].Value),
        link => Assert.StartsWith("../../", link, StringComparison.Ordinal));
}
