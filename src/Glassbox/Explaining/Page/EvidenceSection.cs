namespace Glassbox;

/// <summary>The attribution of the decision to the input elements.</summary>
internal static class EvidenceSection
{
    public static void Write(PageWriter page, Explanation explanation)
    {
        var baseline = explanation.Sample.Baseline;
        var nothing = (bool)Ops.All(Ops.Equal(baseline, 0)) ? "an input of zeros" : "the baseline that was given";
        page.Line("<section><h2>Where the evidence lies</h2>");
        page.Line($"""
            <p class="faint">Blue raises the score, red lowers it.
            Integrated gradients add up to the score of this input less the score of {nothing}.</p>
            """);
        page.Line("<div class=\"row\">");
        foreach (var evidence in ExplanationText.Evidences(explanation))
        {
            var role = explanation.IsNumber ? "" : $", {Role(explanation, evidence.Class)}";
            page.Line($"<div class=\"card\"><h3>{PageWriter.Encode(evidence.Name)}{role}: score {Numbers.Short(evidence.Score)}</h3>");
            page.Line("<div class=\"pair\">");
            Map(page, explanation, evidence.GradientTimesInput, $"gradient × input, for {evidence.Name}");
            Map(page, explanation, evidence.IntegratedGradients, $"integrated gradients, for {evidence.Name}");
            page.Line("</div>");
            page.Line($"""
                <p class="faint">Most for: {Strongest(explanation, evidence, 1)}.<br>
                Most against: {Strongest(explanation, evidence, -1)}.</p>
                <p class="{(evidence.AddsUp ? "faint" : "bad")}">Integrated gradients: {ExplanationText.Balance(evidence)}.</p>
                </div>
                """);
        }

        page.Line("</div></section>");
    }

    private static string Strongest(Explanation explanation, Evidence evidence, int sign) =>
        PageWriter.Encode(ExplanationText.Strongest(explanation, evidence, sign));

    private static string Role(Explanation explanation, int place) =>
        ExplanationText.Role(explanation, place) is { Length: > 0 } role
            ? $"the {role.Replace(", ", " and the ", StringComparison.Ordinal)}"
            : "the class with the largest number";

    /// <summary>A pixel's attribution is the sum over its channels.</summary>
    private static void Map(PageWriter page, Explanation explanation, Tensor evidence, string caption)
    {
        var places = explanation.Sample.Places;
        var map = evidence.Rank == 3
            ? HeatMap.Signed(Ops.Sum(evidence, 2), places with { Shape = evidence.Shape[..2] })
            : HeatMap.Signed(evidence, places);
        if (map is not null)
        {
            page.Map(map, caption);
        }
    }
}
