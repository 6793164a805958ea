namespace Glassbox;

/// <summary>The computation of each layer.</summary>
internal static class LayersSection
{
    public static void Write(PageWriter page, Explanation explanation)
    {
        page.Line("<section><h2>Layer by layer</h2>");
        page.Line("""
            <p class="faint">Blue is positive, red negative.
            A cell of a map is a unit: point at it for its value, press it to have it written out.</p>
            """);
        page.Line("<div class=\"layers\">");
        for (var place = 0; place < explanation.Layers.Count; place++)
        {
            var layer = explanation.Layers[place];
            var shapes = $"{string.Join(", ", layer.Inputs.Select(ExplanationText.Shape))} → {ExplanationText.Shape(layer.Output)}";
            var parameters = Numbers.Count(layer.Layer.CountParams());
            page.Line($"""
                <div class="card">
                <h3>{PageWriter.Encode(layer.Name)} <span class="faint">({PageWriter.Encode(layer.Layer.ClassName)})</span></h3>
                <p><code>{PageWriter.Encode(layer.Formula)}</code></p>
                <p class="faint">{shapes}, {parameters} parameters; {ExplanationText.Values(layer.Output)}</p>
                """);
            if (HeatMap.Signed(layer.Output, layer.Places, place) is { } map)
            {
                page.Map(map, Caption(layer, map.Layout));
            }

            page.Line("</div>");
        }

        page.Line("</div></section>");
    }

    private static string Caption(LayerExplanation layer, MapLayout layout) =>
        layout.Tiles == 1 ? $"the values of {layer.Name}"
        : layout.Tiles == layout.Depth ? $"the values of {layer.Name}, a tile for each of its {layout.Depth} channels"
        : $"the values of {layer.Name}, the first {layout.Tiles} of its {layout.Depth} channels";
}
