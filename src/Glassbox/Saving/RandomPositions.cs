using Glassbox.Layers;

namespace Glassbox.Saving;

/// <summary>
/// Where the random sequences of a model are: how many numbers its layers with a seed and its seed generators have drawn. Keras keeps
/// nothing of the kind in files, and passes over the group.
/// </summary>
internal static class RandomPositions
{
    private const string Layers = "random_positions/layers";
    private const string Generators = "random_positions/generators";

    /// <summary>Adds the positions of a model to what is to be written, if it has drawn anything.</summary>
    public static void Add(Hdf5Group root, Model model)
    {
        long[] draws = [.. model.SelfAndSublayers().Select(layer => (long)layer.Draws)];
        long[] generators = [.. GeneratorsOf(model).SelectMany(generator => new[] { generator.State.Seed, (long)generator.State.Count })];
        if (generators.Length > 0 || Array.Exists(draws, count => count > 0))
        {
            var group = root.Group("random_positions");
            group.Add("layers", Tensor.FromSpan<long>(draws));
            group.Add("generators", Tensor.FromSpan<long>(generators).Reshape(-1, 2));
        }
    }

    /// <summary>Sets the sequences of a model to where a file's were; they begin where the file says nothing.</summary>
    /// <returns>Whether the file is of a model with the same layers and generators.</returns>
    public static bool Read(WeightSource file, Model model)
    {
        if (file.ShapeOf(Layers) is null)
        {
            return true;
        }

        var layers = model.SelfAndSublayers();
        SeedGenerator[] generators = [.. GeneratorsOf(model)];
        if (file.ShapeOf(Layers) != [layers.Count] || file.ShapeOf(Generators) != [generators.Length, 2])
        {
            return false;
        }

        var (draws, states) = (Values(Layers), Values(Generators));
        foreach (var (layer, count) in layers.Zip(draws))
        {
            layer.Draws = (ulong)count;
        }

        for (var i = 0; i < generators.Length; i++)
        {
            generators[i].State = ((int)states[2 * i], (ulong)states[(2 * i) + 1]);
        }

        return true;

        long[] Values(string path) => file.Read(path).Cast(DType.Int64).Flatten().ToArray<long>();
    }

    private static IEnumerable<SeedGenerator> GeneratorsOf(Model model) =>
        model.SelfAndSublayers().SelectMany(layer => layer.TrackedFields.In<SeedGenerator>(layer)).Distinct();
}
