using Glassbox.Layers;

namespace Glassbox.Saving;

/// <summary>Where a layer's own weights stand in files.</summary>
/// <param name="Path">The group, such as <c>layers/dense_1/vars</c>; the weights are called 0, 1, … in it.</param>
/// <param name="Name">The layer's name.</param>
/// <param name="Variables">The weights in the order in which they were made.</param>
internal sealed record WeightGroup(string Path, string Name, IReadOnlyList<Variable> Variables)
{
    /// <summary>
    /// The groups of a model, as Keras has them: layers are called by their class and counted in their order, whatever their names are; layers within others by the
    /// field that holds them.
    /// </summary>
    public static IReadOnlyList<WeightGroup> Of(Model model)
    {
        var groups = new List<WeightGroup>();
        Walk(model, "", groups, []);
        return groups;
    }

    private static void Walk(Layer layer, string path, List<WeightGroup> groups, HashSet<Layer> visited)
    {
        if (!visited.Add(layer))
        {
            return;
        }

        groups.Add(new WeightGroup($"{path}vars", layer.Name, layer.OwnWeights));
        if (layer is Model { Layers: var layers })
        {
            WalkList(layers, $"{path}layers/", groups, visited);
            return;
        }

        foreach (var field in HeldInFields<Layer>.Named(layer).GroupBy(pair => LayerNames.SnakeCase(pair.Name)).OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            var held = field.Select(pair => pair.Held).ToArray();
            if (held.Length == 1)
            {
                Walk(held[0], $"{path}{field.Key}/", groups, visited);
            }
            else
            {
                WalkList(held, $"{path}{field.Key}/", groups, visited);
            }
        }
    }

    private static void WalkList(IReadOnlyList<Layer> layers, string path, List<WeightGroup> groups, HashSet<Layer> visited)
    {
        var counts = new Dictionary<string, int>();
        foreach (var layer in layers)
        {
            var stem = LayerNames.SnakeCase(layer.ClassName);
            var count = counts[stem] = counts.GetValueOrDefault(stem) + 1;
            Walk(layer, count == 1 ? $"{path}{stem}/" : $"{path}{stem}_{count - 1}/", groups, visited);
        }
    }
}
