using Glassbox.Backends;
using Glassbox.Layers;

namespace Glassbox;

/// <summary>Resolves the layer names that observers request.</summary>
internal static class LayerChoice
{
    /// <summary>The weights of layers, without duplicates.</summary>
    /// <exception cref="ArgumentException">A layer name is unknown.</exception>
    public static IReadOnlyList<Variable> Weights(Model model, IReadOnlyList<string> names) =>
        [.. names.SelectMany(name => name == Watched.All ? model.Weights : Find(model, name).Weights).Distinct()];

    /// <summary>Rejects unknown layer names.</summary>
    /// <exception cref="ArgumentException">A layer name is unknown.</exception>
    public static void Check(Model model, IReadOnlyList<string> names)
    {
        foreach (var name in names.Where(name => name != Watched.All))
        {
            Find(model, name);
        }
    }

    private static Layer Find(Model model, string name) => name.Split('/').Aggregate((Layer)model, (outer, part) =>
        outer.LayersWithin.FirstOrDefault(layer => layer.Name == part) ?? throw new ArgumentException(
            $"An observer of model '{model.Name}' asks for the layer '{name}'. " +
            $"{Identifiers.Unknown("layer", part, outer.LayersWithin.Select(layer => layer.Name))}", nameof(name)));
}
