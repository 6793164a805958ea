namespace Glassbox.Gallery;

/// <summary>A recipe of the gallery: code that draws a picture, or writes a text.</summary>
/// <param name="Name">The method in Recipes.cs.</param>
/// <param name="File">The picture's file.</param>
/// <param name="Draw">Draws it into a file.</param>
public sealed record Recipe(string Name, string File, Action<string> Draw)
{
    /// <summary>The recipes, in the order of the page.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new(nameof(Recipes.Digits), "digits.png", Recipes.Digits),
        new(nameof(Recipes.PixelDistribution), "pixel_distribution.png", Recipes.PixelDistribution),
        new(nameof(Recipes.Curves), "curves.png", Recipes.Curves),
        new(nameof(Recipes.PointsOnDark), "points.png", Recipes.PointsOnDark),
        new(nameof(Recipes.Bars), "bars.png", Recipes.Bars),
        new(nameof(Recipes.Colormaps), "colormaps.png", Recipes.Colormaps),
        new(nameof(Recipes.Augmentation), "augmentation.png", Recipes.Augmentation),
        new(nameof(Recipes.TrainingCurves), "history.png", Recipes.TrainingCurves),
        new(nameof(Recipes.Decisions), "predictions.png", Recipes.Decisions),
        new(nameof(Recipes.Confusion), "confusion_matrix.png", Recipes.Confusion),
        new(nameof(Recipes.Mistakes), "mistakes.png", Recipes.Mistakes),
        new(nameof(Recipes.FirstLayer), "weights.png", Recipes.FirstLayer),
        new(nameof(Recipes.EvidenceMaps), "evidence.png", Recipes.EvidenceMaps),
        new(nameof(Recipes.ModelPlot), "model_plot.png", Recipes.ModelPlot),
        new(nameof(Recipes.BranchesAndFrames), "branches.png", Recipes.BranchesAndFrames),
        new(nameof(Recipes.Mermaid), "model.mmd", Recipes.Mermaid),
        new(nameof(Recipes.Neuron), "neuron.txt", Recipes.Neuron),
        new(nameof(Recipes.InTheTerminal), "terminal.txt", Recipes.InTheTerminal),
    ];

    /// <summary>The name, for the test that runs it.</summary>
    public override string ToString() => Name;
}
