using System.Globalization;

namespace Glassbox;

/// <summary>The units of all layers for the page's script.</summary>
internal static class PageUnits
{
    private const int TermsEach = 10;
    private const int MostUnits = 1024;
    private const int FewestUnits = 64;

    // Each unit requires a pass over its layer's input and output; layers on large images include fewer units.
    private const int MostElements = 20_000_000;

    public static IReadOnlyList<PageLayer> Of(Explanation explanation)
    {
        var layers = explanation.Layers;
        var places = layers.Select((layer, place) => (layer, place)).ToDictionary(pair => pair.layer, pair => pair.place);
        List<int>[] wanted = [.. layers.Select(_ => new List<int>())];
        var pages = new PageLayer[layers.Count];

        // From last to first, so that a layer includes the units that later layers' terms refer to.
        for (var place = layers.Count - 1; place >= 0; place--)
        {
            var layer = layers[place];
            var source = layer.InputsAreSource ? (int?)places[layer.Source!] : null;
            var first = ExplanationText.Telling(layer, explanation);
            var most = Math.Clamp(MostElements / (layer.Inputs[0].Size + layer.Output.Size), FewestUnits, MostUnits);
            var units = new SortedDictionary<int, PageUnit>();
            foreach (var unit in wanted[place].Prepend(first).Concat(Largest(layer.Output)).Distinct().Take(most))
            {
                units[unit] = Of(layer.Neuron(unit));
                if (source is { } before)
                {
                    wanted[before].AddRange(units[unit].Inputs);
                }
            }

            pages[place] = new PageLayer(
                layer.Name, layer.Formula, layer.Places, layer.TermPlaces, source, layer.Output.Size, first, units);
        }

        return pages;
    }

    private static PageUnit Of(NeuronExplanation neuron)
    {
        List<PageStep> steps = [.. neuron.Activations.Select(step => new PageStep(step.Name, Rounded(step.Value)))];
        if (!neuron.Layer.AddsUp)
        {
            return neuron.Layer.KeepsPlaces
                ? new PageUnit([neuron.Unit], [Rounded(neuron.Sum)], [], 0, 0, 0, Rounded(neuron.Sum), steps)
                : new PageUnit([], [], [], 0, 0, 0, Rounded(neuron.Sum), steps);
        }

        List<Term> terms = [.. neuron.Terms.Take(TermsEach)], rest = [.. neuron.Terms.Skip(TermsEach)];
        return new PageUnit(
            [.. terms.Select(term => term.Index)],
            [.. terms.Select(term => Rounded(term.Value))],
            [.. terms.Select(term => Rounded(term.Weight))],
            rest.Count,
            Rounded(rest.Sum(term => term.Product)),
            Rounded(neuron.Bias),
            Rounded(neuron.Sum),
            steps);
    }

    private static IEnumerable<int> Largest(Tensor output)
    {
        var values = output.Reshape(-1).Cast(DType.Float64).ToArray<double>();
        return Enumerable.Range(0, values.Length).OrderByDescending(unit => Math.Abs(values[unit]));
    }

    /// <summary>Seven digits, about float precision and more than the page shows.</summary>
    private static double Rounded(double value) => double.IsFinite(value)
        ? double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : value;
}
