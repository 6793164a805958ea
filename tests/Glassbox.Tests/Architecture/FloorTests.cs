namespace Glassbox.Tests.Architecture;

/// <summary>Each floor of the library uses only those below it. ARCHITECTURE.md says what stands on them.</summary>
public class FloorTests
{
    /// <summary>The folders of the library, from the lowest floor to the highest. Folders of one floor may use each other.</summary>
    private static readonly string[][] Floors =
    [
        ["Diagnostics"],
        ["Backends"],
        ["Tensors"],
        ["Configs"],
        ["Autodiff", "Ops"],
        ["Activations", "Constraints", "Initializers", "Regularizers"],
        ["Graphs", "Layers", "Losses", "Metrics", "Optimizers"],
        ["Models", "Training"],
        ["Callbacks", "Datasets", "Explaining", "Files", "Terminal"],
        ["Keras", "Utils"],
    ];

    private static readonly Lazy<FolderReferences> Library = new(() =>
        new(typeof(Tensor).Assembly.Location, Path.Combine(SourceTree.Root, "src", "Glassbox")));

    [Fact]
    public void Each_floor_uses_only_those_below_it()
    {
        var upward = Library.Value.All.Where(reference => FloorOf(reference.Folder) < FloorOf(reference.OtherFolder));
        Assert.Empty(upward.Select(reference => reference.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_folder_of_the_library_stands_on_a_floor()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src", "Glassbox")).Select(Path.GetFileName)
            .Where(folder => folder is not ("bin" or "obj"));
        Assert.Equal(Floors.SelectMany(floor => floor).Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void References_are_found_where_there_are_some()
    {
        Assert.Contains(new FolderReference("Layers", "Ops", "Dense", "Ops"), Library.Value.All);
        Assert.Contains(new FolderReference("Ops", "Backends", "SumOp", "IBackend"), Library.Value.All);
        Assert.Contains(new FolderReference("Layers", "Regularizers", "Variable", "Regularizer"), Library.Value.All);
        Assert.Contains(new FolderReference("Callbacks", "Training", "EarlyStopping", "Callback"), Library.Value.All);
    }

    /// <summary>What the compiler generates, such as serializers, counts as one of the higher floors; shared files are below all.</summary>
    private static int FloorOf(string folder) =>
        Array.FindIndex(Floors, floor => floor.Contains(folder)) is var floor and >= 0 ? floor
        : folder == FolderReferences.Shared ? -1
        : Floors.Length - 2;
}
