using Glassbox.Layers;

namespace Glassbox.Saving;

/// <summary>
/// Layer state beyond weights and settings: the draw counters of seeded layers, frozen layers (for those nested in a custom layer, no
/// config specifies it), individually frozen weights, and the states of seed generators. Keras stores nothing comparable and ignores the
/// group.
/// </summary>
internal static class LayerStates
{
    private const string Group = "layer_states";
    private const string Draws = $"{Group}/draws";
    private const string Frozen = $"{Group}/frozen";
    private const string FrozenWeights = $"{Group}/frozen_weights";
    private const string Generators = $"{Group}/generators";

    /// <summary>Adds the layer states of a model to the content to be written, if there are any.</summary>
    public static void Add(Hdf5Group root, Model model)
    {
        var layers = model.SelfAndSublayers();
        long[] draws = [.. layers.Select(layer => (long)layer.Draws)];
        byte[] frozen = [.. layers.Select(layer => layer.Trainable ? (byte)0 : (byte)1)];
        byte[] weights = [.. model.Weights.Select(weight => weight.Trainable == weight.IsMadeTrainable ? (byte)0 : (byte)1)];
        long[] generators = [.. GeneratorsOf(model).SelectMany(generator => new[] { generator.State.Seed, (long)generator.State.Count })];
        if (generators.Length > 0 || Array.Exists(draws, count => count > 0) || frozen.Contains((byte)1)
            || weights.Contains((byte)1))
        {
            var group = root.Group(Group);
            group.Add("draws", Tensor.FromSpan<long>(draws));
            group.Add("frozen", Tensor.FromSpan<byte>(frozen));
            group.Add("frozen_weights", Tensor.FromSpan<byte>(weights));
            group.Add("generators", Tensor.FromSpan<long>(generators).Reshape(-1, 2));
        }
    }

    /// <summary>Restores the layer states in a file, if it has any.</summary>
    /// <returns>Whether the file belongs to a model with the same layers and generators.</returns>
    public static bool Read(WeightSource file, Model model)
    {
        if (file.ShapeOf(Draws) is null)
        {
            return true;
        }

        var layers = model.SelfAndSublayers();
        SeedGenerator[] generators = [.. GeneratorsOf(model)];
        var weights = model.Weights;
        Shape one = [layers.Count];
        if (file.ShapeOf(Draws) != one || file.ShapeOf(Frozen) != one || file.ShapeOf(FrozenWeights) != [weights.Count]
            || file.ShapeOf(Generators) != [generators.Length, 2])
        {
            return false;
        }

        var (draws, frozen, states) = (Values(Draws), Values(Frozen), Values(Generators));
        for (var i = 0; i < layers.Count; i++)
        {
            layers[i].Draws = (ulong)draws[i];
            layers[i].SetOwnTrainable(frozen[i] == 0);
        }

        var changed = Values(FrozenWeights);
        for (var i = 0; i < weights.Count; i++)
        {
            weights[i].Trainable = weights[i].IsMadeTrainable != (changed[i] == 1);
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
