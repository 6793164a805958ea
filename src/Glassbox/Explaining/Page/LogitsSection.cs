namespace Glassbox;

/// <summary>The steps from logits to probabilities.</summary>
internal static class LogitsSection
{
    private const int LongTable = 20;

    public static void Write(PageWriter page, Explanation explanation)
    {
        if (explanation.Logit is { } logit)
        {
            Sigmoid(page, explanation, logit);
        }

        if (explanation.Softmax.Count > 0)
        {
            Softmax(page, explanation);
        }
    }

    private static void Sigmoid(PageWriter page, Explanation explanation, double logit)
    {
        string Name(int place) => PageWriter.Encode(explanation.ClassNames[place]);
        string Percent(int place) => PageWriter.Encode(Numbers.Percent(explanation.Scores[place]));
        page.Line($"""
            <section><h2>From the logit to the probability</h2>
            <p>The one output unit gives the probability of <strong>{Name(1)}</strong>:
            with the logit z = {Numbers.Short(logit)} it is 1 / (1 + e<sup>−z</sup>) = {Percent(1)}.
            The probability of <strong>{Name(0)}</strong> is the rest, {Percent(0)}.</p>
            <p class="faint">Above 50&nbsp;% the model decides for {Name(1)}, otherwise for {Name(0)}.</p></section>
            """);
    }

    private static void Softmax(PageWriter page, Explanation explanation)
    {
        var rows = explanation.Softmax;
        var total = rows.Sum(row => row.Exponential);
        var logit = Numbers.Column([.. rows.Select(row => row.Logit)]);
        var exponential = Numbers.Column([.. rows.Select(row => row.Exponential), total]);
        page.Line("<section><h2 id=\"logits\">From logits to probabilities</h2>");
        page.Line(rows.Count > LongTable ? "<div class=\"long\" tabindex=\"0\" role=\"region\" aria-labelledby=\"logits\">" : "<div>");
        page.Line($"""
            <table><thead><tr>
            <th scope="col" style="{PageWriter.NameWidth(explanation)}">class</th>
            <th scope="col">logit z</th><th scope="col">e<sup>z−max</sup></th><th scope="col">probability</th>
            </tr></thead><tbody>
            """);
        foreach (var row in rows)
        {
            var role = ExplanationText.Role(explanation, row.Class);
            var heard = role.Length > 0 ? $"<span class=\"hidden\">, {role}</span>" : "";
            page.Line($"""
                <tr class="{ExplanationPage.Mark(explanation, row.Class)}"><th scope="row">{PageWriter.Encode(row.Name)}{heard}</th>
                <td>{logit(row.Logit)}</td><td>{exponential(row.Exponential)}</td>
                <td>{PageWriter.Encode(Numbers.Percent(row.Probability))}</td></tr>
                """);
        }

        var all = PageWriter.Encode(Numbers.Percent(Math.Round(rows.Sum(row => row.Probability), 6)));
        page.Line($"""
            </tbody><tfoot><tr><th scope="row">sum</th><td></td><td>{exponential(total)}</td><td>{all}</td></tr></tfoot></table>
            </div></section>
            """);
    }
}
