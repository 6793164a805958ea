using Glassbox.Backends;
using Glassbox.Layers;

namespace Glassbox;

/// <summary>The layers of a model that observers have named.</summary>
internal static class LayerChoice
{
    /// <summary>The weights of layers, each once.</summary>
    /// <exception cref="ArgumentException">There is no layer of a name.</exception>
    public static IReadOnlyList<Variable> Weights(Model model, IReadOnlyList<string> names) =>
        [.. names.SelectMany(name => name == Watched.All ? model.Weights : Find(model, name).Weights).Distinct()];

    /// <summary>Refuses names that the model does not have.</summary>
    /// <exception cref="ArgumentException">There is no layer of a name.</exception>
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
