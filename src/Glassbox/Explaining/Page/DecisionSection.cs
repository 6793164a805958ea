namespace Glassbox;

/// <summary>The input, and the model's output per class.</summary>
internal static class DecisionSection
{
    private const int MostClasses = 20;

    // Possible ends of a bar axis, as multiples of a power of ten.
    private static readonly double[] Ends = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10];

    public static void Write(PageWriter page, Explanation explanation)
    {
        page.Line("<section class=\"row\" aria-label=\"Input and output\">");
        if (HeatMap.Image(explanation.Picture, explanation.Sample.Places) is { } map)
        {
            var input = explanation.Sample.Input;
            page.Map(map, $"The input: {ExplanationText.Shape(input[0])}, {ExplanationText.Values(input)}");
        }

        Bars(page, explanation);
        page.Line("</section>");
    }

    private static void Bars(PageWriter page, Explanation explanation)
    {
        var scores = explanation.Scores;
        var shown = Shown(explanation);
        double[] finite = [.. scores.Where(double.IsFinite)];
        var (low, high) = (0 - End(-finite.DefaultIfEmpty(0).Min()), End(finite.DefaultIfEmpty(0).Max()));
        var range = Math.Max(high - low, 1e-12);
        var write = Writer(explanation, [.. scores]);
        page.Line("<table class=\"bars\">");
        page.Line($"""
            <thead><tr>
            <th scope="col" style="{PageWriter.NameWidth(explanation)}">class</th><td></td>
            <th scope="col" class="number">{(explanation.HasProbabilities ? "probability" : "score")}</th><td></td>
            </tr></thead><tbody>
            """);
        foreach (var place in shown)
        {
            var score = double.IsFinite(scores[place]) ? scores[place] : 0;
            var (left, width) = ((Math.Min(score, 0) - low) / range * 100, Math.Abs(score) / range * 100);
            page.Line($"""
                <tr class="{ExplanationPage.Mark(explanation, place)}">
                <th scope="row">{PageWriter.Encode(explanation.ClassNames[place])}</th>
                <td class="bar"><i style="margin-left:{left:0.##}%;width:{width:0.##}%"></i></td>
                <td class="number">{write(scores[place])}</td><td class="role">{ExplanationText.Role(explanation, place)}</td></tr>
                """);
        }

        if (shown.Count < scores.Count)
        {
            var rest = Enumerable.Range(0, scores.Count).Except(shown).Sum(place => scores[place]);
            var sum = explanation.HasProbabilities ? write(rest) : "";
            var more = $"{Numbers.Count(scores.Count - shown.Count)}&nbsp;more";
            page.Line($"<tr><th scope=\"row\">{more}</th><td></td><td class=\"number\">{sum}</td><td></td></tr>");
        }

        var axis = Writer(explanation, [low, (low + high) / 2, high], digits: 3);
        var marks = string.Concat(new[] { low, (low + high) / 2, high }.Select(number => $"<span>{Short(axis(number))}</span>"));
        page.Line($"""
            </tbody><tfoot aria-hidden="true"><tr><td></td><td class="axis">{marks}</td><td></td><td></td></tr></tfoot></table>
            """);
    }

    /// <summary>All classes in order or, if there are many, those with the largest scores.</summary>
    private static List<int> Shown(Explanation explanation)
    {
        var places = Enumerable.Range(0, explanation.Scores.Count);
        return explanation.Scores.Count <= MostClasses
            ? [.. places]
            : [.. places.OrderByDescending(place => explanation.Scores[place])
                .Where((place, rank) => rank < MostClasses || place == explanation.Label)];
    }

    private static Func<double, string> Writer(Explanation explanation, double[] values, int digits = 5) =>
        explanation.HasProbabilities ? value => PageWriter.Encode(Numbers.Percent(value)) : Numbers.Column(values, digits);

    /// <summary>Without decimals if the percentage is an integer.</summary>
    private static string Short(string number) => number.Replace(".00&nbsp;", "&nbsp;", StringComparison.Ordinal);

    /// <summary>The next round number; 0 for none.</summary>
    private static double End(double value)
    {
        if (!(value > 0))
        {
            return 0;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return unit * Ends.First(end => end >= value / unit - 1e-9);
    }
}
