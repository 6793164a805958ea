namespace Glassbox;

/// <summary>The element in which the page's script shows a unit.</summary>
internal static class UnitSection
{
    public static void Write(PageWriter page, Explanation explanation)
    {
        var layers = explanation.Layers;
        if (layers.Count == 0)
        {
            return;
        }

        var chosen = Enumerable.Range(0, layers.Count).LastOrDefault(place => layers[place].AddsUp, layers.Count - 1);
        page.Line("<section aria-labelledby=\"unit-title\"><h2 id=\"unit-title\">Any unit, written out</h2><div class=\"card\">");
        page.Line("<p class=\"fields\"><label>layer <select id=\"layer\">");
        for (var place = 0; place < layers.Count; place++)
        {
            page.Line($"<option value=\"{place}\"{(place == chosen ? " selected" : "")}>{PageWriter.Encode(layers[place].Name)}</option>");
        }

        var neuron = layers[chosen].Neuron(ExplanationText.Telling(layers[chosen], explanation));
        page.Line($"""
            </select></label>
            <label>unit <input id="unit" type="number" min="0" step="1" inputmode="numeric" aria-describedby="units"></label>
            <span id="units" class="faint"></span></p>
            <p id="problem" class="bad" role="alert"></p>
            <div id="sum"><p><code>{PageWriter.Encode($"{neuron}")}</code></p></div>
            </div></section>
            """);
    }
}
