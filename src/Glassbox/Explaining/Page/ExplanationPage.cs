using System.Text.Json;

namespace Glassbox;

/// <summary>Writes an explanation as a self-contained HTML page.</summary>
internal static class ExplanationPage
{
    public static string Write(Explanation explanation)
    {
        var page = new PageWriter();
        var title = PageWriter.Encode(ExplanationText.Headline(explanation));
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
            <main>
            <h1>{title}</h1>
            <p class="faint">One prediction, number by number.
            All numbers were read from the operations that the model recorded while it predicted.</p>
            """);
        DecisionSection.Write(page, explanation);
        EvidenceSection.Write(page, explanation);
        LogitsSection.Write(page, explanation);
        UnitSection.Write(page, explanation);
        LayersSection.Write(page, explanation);
        page.Line("</main>");
        var data = JsonSerializer.Serialize(new PageData(PageUnits.Of(explanation), page.Maps), PageDataJson.Default.PageData);
        page.Line($"<script type=\"application/json\" id=\"data\">{data}</script>");
        page.Line($"<script type=\"module\">\n{Resource("page.js")}</script>");
        page.Line("</body>");
        page.Line("</html>");
        return page.ToString();
    }

    /// <summary>CSS class of a class's row: decision, runner-up or label.</summary>
    public static string Mark(Explanation explanation, int place) => !explanation.Decides ? ""
        : place == explanation.Decision.Class ? "decision"
        : place == explanation.RunnerUp?.Class ? "runner"
        : place == explanation.Label ? "label" : "";

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(ExplanationPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
