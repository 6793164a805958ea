using Glassbox.Backends;
using Glassbox.Layers;

namespace Glassbox.Saving;

/// <summary>The group of a layer's own weights in files.</summary>
/// <param name="Path">Path of the group, such as <c>layers/dense_1/vars</c>; its weights are named 0, 1, ….</param>
/// <param name="Name">The layer's name.</param>
/// <param name="Variables">The weights in order of creation.</param>
internal sealed record WeightGroup(string Path, string Name, IReadOnlyList<Variable> Variables)
{
    /// <summary>
    /// The weight groups of a model, as in Keras: layers are named by class and numbered in order, whatever their names are; nested layers
    /// by the field that holds them.
    /// </summary>
    public static IReadOnlyList<WeightGroup> Of(Model model)
    {
        var groups = new List<WeightGroup>();
        Walk(model, "", groups, new DistinctList<Layer>(), model.MadeWithin());
        return groups;
    }

    /// <param name="layer">A layer.</param>
    /// <param name="path">Path at which its groups begin.</param>
    /// <param name="groups">The groups so far.</param>
    /// <param name="visited">The layers so far.</param>
    /// <param name="known">Weights created by layers, and held variables that already have a group.</param>
    private static void Walk(Layer layer, string path, List<WeightGroup> groups, DistinctList<Layer> visited, HashSet<Variable> known)
    {
        if (!visited.Add(layer))
        {
            return;
        }

        groups.Add(new WeightGroup($"{path}vars", layer.Name, [.. layer.OwnWeights, .. layer.HeldVariables.Where(known.Add)]));
        if (layer is Model { Layers: var layers })
        {
            WalkList(layers, $"{path}layers/", groups, visited, known);
        }

        // The layers of a custom class are in the list above, unless its graph consists of others.
        if (layer is Model { Graph: null })
        {
            return;
        }

        var inner = layer.LayersWithin;
        var fields = layer.TrackedFields.All(layer).Where(pair => inner.Contains(pair.Held)).ToLookup(pair =>
            Identifiers.SnakeCase(pair.Field));
        foreach (var field in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            var held = field.Select(pair => (Layer)pair.Held).ToArray();
            if (held.Length == 1)
            {
                Walk(held[0], $"{path}{field.Key}/", groups, visited, known);
            }
            else
            {
                WalkList(held, $"{path}{field.Key}/", groups, visited, known);
            }
        }

        // Layers that the class holds elsewhere.
        WalkList([.. inner.Except(fields.SelectMany(field => field).Select(pair => (Layer)pair.Held))], $"{path}layers/", groups, visited,
            known);
    }

    private static void WalkList(
        IReadOnlyList<Layer> layers, string path, List<WeightGroup> groups, DistinctList<Layer> visited, HashSet<Variable> known)
    {
        var counts = new Dictionary<string, int>();
        foreach (var layer in layers)
        {
            var stem = Identifiers.SnakeCase(layer.ClassName);
            var count = counts[stem] = counts.GetValueOrDefault(stem) + 1;
            Walk(layer, count == 1 ? $"{path}{stem}/" : $"{path}{stem}_{count - 1}/", groups, visited, known);
        }
    }
}
