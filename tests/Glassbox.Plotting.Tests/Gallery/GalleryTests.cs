using Glassbox.Gallery;
using SkiaSharp;

namespace Glassbox.Plotting.Tests.Gallery;

public sealed class GalleryTests
{
    public static TheoryData<string> Names => [.. Recipe.All.Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_recipe_makes_the_picture_that_the_gallery_shows(string name)
    {
        using var folder = new TemporaryFolder();
        var recipe = Recipe.All.Single(recipe => recipe.Name == name);
        recipe.Draw(folder[recipe.File]);
        var (shown, drawn) = (Path.Combine(GalleryPage.Pictures, recipe.File), folder[recipe.File]);

        if (Path.GetExtension(recipe.File) == ".png")
        {
            // Not to the bit: another processor may round a training differently.
            Assert.InRange(Difference(shown, drawn), 0, 0.02);
        }
        else
        {
            Assert.Equal(File.ReadAllText(shown), File.ReadAllText(drawn), ignoreLineEndingDifferences: true);
        }
    }

    [Fact]
    public void The_page_shows_the_code_of_the_recipes() =>
        Assert.Equal(GalleryPage.Write(), File.ReadAllText(Path.Combine(GalleryPage.Docs, "gallery.md")),
            ignoreLineEndingDifferences: true);

    [Fact]
    public void The_pictures_are_small_files() =>
        Assert.All(Directory.GetFiles(GalleryPage.Pictures), path => Assert.InRange(new FileInfo(path).Length, 1, 80_000));

    /// <summary>The mean difference of all colours, from 0 to 1.</summary>
    private static double Difference(string shown, string drawn)
    {
        using var a = SKBitmap.Decode(shown);
        using var b = SKBitmap.Decode(drawn);
        Assert.Equal((a.Width, a.Height), (b.Width, b.Height));
        return a.Pixels.Zip(b.Pixels).Average(pair =>
            (Math.Abs(pair.First.Red - pair.Second.Red) + Math.Abs(pair.First.Green - pair.Second.Green)
                + Math.Abs(pair.First.Blue - pair.Second.Blue)) / (3 * 255.0));
    }
}
