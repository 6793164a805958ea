using System.Text.Json.Nodes;

namespace Glassbox;

/// <summary>The sums of all units, for the page to show the one that is chosen.</summary>
internal static class NeuronData
{
    private const int TermsEach = 10;
    private const int UnitsEach = 1024;

    public static string Json(Explanation explanation)
    {
        var layers = Layers(explanation).Select(layer => (JsonNode)Json(layer, explanation));
        return new JsonObject { ["picture"] = Array(explanation.Sample.Picture.Select(extent => (JsonNode)extent)), ["layers"] = Array(layers) }.ToJsonString();
    }

    /// <summary>The layers that add something up.</summary>
    public static IEnumerable<LayerExplanation> Layers(Explanation explanation) =>
        explanation.Layers.Where(layer => layer.WeightedSum is { } sum && sum.Output.Size == layer.Output.Size);

    private static JsonObject Json(LayerExplanation layer, Explanation explanation)
    {
        var values = layer.Output.Reshape(-1).Cast(DType.Float64).ToArray<double>();
        var shown = Enumerable.Range(0, values.Length).OrderByDescending(unit => Math.Abs(values[unit])).Take(UnitsEach).Order();
        var units = new JsonObject();
        foreach (var unit in shown)
        {
            units[$"{unit}"] = Json(layer.Neuron(unit));
        }

        return new JsonObject
        {
            ["name"] = layer.Name,
            ["source"] = layer.Source,
            ["size"] = values.Length,
            ["first"] = ExplanationText.Telling(layer, explanation),
            ["units"] = units,
        };
    }

    private static JsonObject Json(NeuronExplanation neuron)
    {
        var rest = neuron.Terms.Skip(TermsEach).ToList();
        return new JsonObject
        {
            ["terms"] = Array(neuron.Terms.Take(TermsEach).Select(term => (JsonNode)new JsonArray(term.Index, Rounded(term.Value), Rounded(term.Weight)))),
            ["rest"] = new JsonArray(rest.Count, Rounded(rest.Sum(term => term.Product))),
            ["bias"] = Rounded(neuron.Bias),
            ["sum"] = Rounded(neuron.Sum),
            ["then"] = Array(neuron.Activations.Select(step => (JsonNode)new JsonArray(step.Name, Rounded(step.Value)))),
        };
    }

    private static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);

    /// <summary>Five digits, which is more than the page shows.</summary>
    private static double Rounded(double value) => value == 0 || !double.IsFinite(value)
        ? 0
        : double.Parse(value.ToString("G5", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
