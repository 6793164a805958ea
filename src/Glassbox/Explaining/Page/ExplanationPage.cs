using System.Globalization;
using System.Net;
using System.Text;

namespace Glassbox;

/// <summary>An explanation as a page of HTML that needs no other file.</summary>
internal static class ExplanationPage
{
    private const int PictureWidth = 196;

    public static string Write(Explanation explanation)
    {
        var page = new Writer();
        var title = Encode(ExplanationText.Headline(explanation));
        page.Line($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title>
            <style>
            {Resource("page.css")}</style>
            </head>
            <body>
            <h1>{title}</h1>
            <p class="faint">One prediction, number by number. All numbers were read from the operations that the model recorded while it predicted.</p>
            """);
        Overview(page, explanation);
        Evidence(page, explanation);
        if (explanation.Softmax.Count > 0)
        {
            Softmax(page, explanation);
        }

        Neurons(page, explanation);
        Layers(page, explanation);
        page.Line("</body>");
        page.Line("</html>");
        return page.ToString();
    }

    private static void Overview(Writer page, Explanation explanation)
    {
        page.Line("<div class=\"row\">");
        Figure(page, Heat.Gray(explanation.Picture), explanation.Picture, $"What goes in: {ExplanationText.Shape(explanation.Sample.Input[0])}, {ExplanationText.Values(explanation.Sample.Input)}");
        page.Line("<div class=\"bars\">");
        var values = explanation.Output.Cast(DType.Float64).ToArray<double>();
        var largest = Math.Max(explanation.Softmax.Count > 0 ? 1 : values.Max(), 1e-12);
        for (var label = 0; label < values.Length; label++)
        {
            var width = Math.Clamp(values[label] / largest * 100, 0, 100);
            var text = explanation.Softmax.Count > 0 ? Numbers.Percent(values[label]) : Numbers.Short(values[label]);
            page.Line($"<span>{Encode(explanation.ClassNames[label])}</span><i class=\"{Mark(explanation, label)}\" style=\"width:{width:0.##}%\"></i><span>{text}</span>");
        }

        page.Line("</div>");
        page.Line("</div>");
    }

    private static void Evidence(Writer page, Explanation explanation)
    {
        page.Line("<h2>Where the evidence lies</h2>");
        page.Line("<p class=\"faint\">Blue pixels speak for the class, red ones against it. Integrated gradients add up to the score less the score of the baseline, an empty picture.</p>");
        page.Line("<div class=\"row\">");
        foreach (var (evidence, role) in new[] { (explanation.Decision, "the decision"), (explanation.RunnerUp, "the runner-up") })
        {
            if (evidence is not null)
            {
                page.Line($"<div class=\"card\"><h3>{Encode(evidence.Name)}, {role}: score {Numbers.Short(evidence.Score)}</h3>");
                page.Line("<div class=\"row\">");
                Figure(page, Heat.Signed(evidence.GradientTimesInput), evidence.GradientTimesInput, "gradient × input");
                Figure(page, Heat.Signed(evidence.IntegratedGradients), evidence.IntegratedGradients, $"integrated gradients, {evidence.Steps} steps");
                page.Line("</div>");
                page.Line($"<p class=\"{(evidence.AddsUp ? "faint" : "bad")}\">Sum {Numbers.Short(evidence.Total)}; {Numbers.Short(evidence.Score)} − {Numbers.Signed(evidence.BaselineScore)} = {Numbers.Short(evidence.Difference)}: {(evidence.AddsUp ? "adds up" : "does not add up")}.</p></div>");
            }
        }

        page.Line("</div>");
    }

    private static void Softmax(Writer page, Explanation explanation)
    {
        page.Line("<h2>From logits to probabilities</h2>");
        page.Line("<table><tr><th>class</th><th>logit z</th><th>e<sup>z − max</sup></th><th>probability</th></tr>");
        foreach (var row in explanation.Softmax)
        {
            page.Line($"<tr class=\"{Mark(explanation, row.Class)}\"><td>{Encode(row.Name)}</td><td>{Numbers.Short(row.Logit)}</td><td>{Numbers.Short(row.Exponential)}</td><td>{Numbers.Percent(row.Probability)}</td></tr>");
        }

        page.Line($"<tr><td>Σ</td><td></td><td>{Numbers.Short(explanation.Softmax.Sum(row => row.Exponential))}</td><td>{Numbers.Percent(explanation.Softmax.Sum(row => row.Probability))}</td></tr></table>");
    }

    private static void Layers(Writer page, Explanation explanation)
    {
        page.Line("<h2>Layer by layer</h2>");
        foreach (var layer in explanation.Layers)
        {
            page.Line($"<div class=\"card\"><h3>{Encode(layer.Name)} <span class=\"faint\">({Encode(layer.Layer.ClassName)})</span></h3>");
            page.Line($"<p><code>{Encode(layer.Formula)}</code></p>");
            page.Line($"<p class=\"faint\">{string.Join(", ", layer.Inputs.Select(ExplanationText.Shape))} → {ExplanationText.Shape(layer.Output)}, {Numbers.Count(layer.Layer.CountParams())} parameters; {ExplanationText.Values(layer.Output)}</p>");
            if (layer.Output.Rank <= 2 || layer.Output.Shape[2] == 1)
            {
                Figure(page, Heat.Signed(layer.Output), layer.Output, "the values: blue positive, red negative");
            }

            page.Line("</div>");
        }
    }

    private static void Neurons(Writer page, Explanation explanation)
    {
        LayerExplanation[] layers = [.. NeuronData.Layers(explanation)];
        if (layers.Length == 0)
        {
            return;
        }

        page.Line("<h2>Any unit, written out</h2>");
        page.Line("<div class=\"card\"><label>layer <select id=\"layer\">");
        for (var i = 0; i < layers.Length; i++)
        {
            page.Line($"<option value=\"{i}\"{(i == layers.Length - 1 ? " selected" : "")}>{Encode(layers[i].Name)}</option>");
        }

        page.Line("</select></label><label>unit <input id=\"unit\" type=\"number\" min=\"0\"></label>");
        page.Line($"<div id=\"sum\" class=\"sum\">{Encode(layers[^1].Neuron(ExplanationText.Telling(layers[^1], explanation)).ToString())}</div></div>");
        page.Line($"<script type=\"application/json\" id=\"neurons\">{NeuronData.Json(explanation)}</script>");
        page.Line($"<script>\n{Resource("page.js")}</script>");
    }

    private static void Figure(Writer page, string address, Tensor values, string caption)
    {
        var (height, width) = Heat.Extent(values);
        var scale = Math.Max(1, PictureWidth / Math.Max(height, width));
        page.Line($"<figure><img src=\"{address}\" width=\"{width * scale}\" height=\"{height * scale}\" alt=\"{Encode(caption)}\"><figcaption>{Encode(caption)}</figcaption></figure>");
    }

    private static string Mark(Explanation explanation, int label) =>
        label == explanation.Decision.Class ? "decision" : label == explanation.RunnerUp?.Class ? "runner" : "";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ExplanationPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>Text that is the same in every country.</summary>
    private sealed class Writer
    {
        private readonly StringBuilder text = new();

        public void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

        public void Line(string line) => text.Append(line).Append('\n');

        public override string ToString() => text.ToString();
    }
}
