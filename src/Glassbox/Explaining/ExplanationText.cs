using System.Text;

namespace Glassbox;

/// <summary>Formats an explanation as text.</summary>
internal static class ExplanationText
{
    private const int Terms = 6;
    private const int Places = 5;

    public static string Write(Explanation explanation)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');

        Line(Headline(explanation));
        foreach (var layer in explanation.Layers)
        {
            Line();
            Line($"{layer.Name} ({layer.Layer.ClassName}): {layer.Formula}");
            Line($"    {Shape(layer.Inputs[0])} → {Shape(layer.Output)}, {Numbers.Count(layer.Layer.CountParams())} parameters; "
                + $"{Values(layer.Output)}");
            if (layer.WeightedSum is not null)
            {
                Line($"    {layer.Neuron(Telling(layer, explanation)).Text(Terms)}");
            }
        }

        if (explanation.Softmax.Count > 0)
        {
            Line();
            Line("softmax: the logits z become probabilities, e^(z − max) / Σ");
            var width = Math.Max(5, explanation.ClassNames.Max(name => name.Length));
            var logit = Numbers.Column([.. explanation.Softmax.Select(row => row.Logit)]);
            var exponential = Numbers.Column([.. explanation.Softmax.Select(row => row.Exponential)]);
            Line($"    {"class".PadRight(width)}  {"z",10}  {"e^(z − max)",12}  {"probability",11}");
            foreach (var row in explanation.Softmax)
            {
                var role = Role(explanation, row.Class);
                var (mark, percent) = (role.Length > 0 ? $"  ◄ {role}" : "", Numbers.Percent(row.Probability));
                Line($"    {row.Name.PadRight(width)}  {logit(row.Logit),10}  {exponential(row.Exponential),12}  {percent,11}{mark}");
            }
        }

        if (explanation.Logit is { } z)
        {
            Line();
            string Class(int place) => $"{explanation.ClassNames[place]} {Numbers.Percent(explanation.Scores[place])}";
            Line($"sigmoid: the logit z becomes the probability of {explanation.ClassNames[1]}, 1 / (1 + e^−z)");
            Line($"    z = {Numbers.Short(z)}; probability of {Class(1)}, of {Class(0)}");
        }

        foreach (var evidence in Evidences(explanation))
        {
            Line();
            var score = Numbers.Short(evidence.Score);
            Line($"evidence for {evidence.Name} (score {score}), by integrated gradients in {evidence.Steps} steps:");
            Line($"    most for: {Strongest(explanation, evidence, 1)}");
            Line($"    most against: {Strongest(explanation, evidence, -1)}");
            Line($"    {Balance(evidence)}");
        }

        return text.ToString().TrimEnd('\n').ReplaceLineEndings();
    }

    /// <summary>The decision in one line.</summary>
    public static string Headline(Explanation explanation)
    {
        var name = explanation.Model.Name;
        if (explanation.IsNumber)
        {
            return $"{name} gives: {Numbers.Short(explanation.Scores[0])}";
        }

        if (!explanation.Decides)
        {
            return $"{name} decides for no class: its output is NaN";
        }

        string Class(int place) => $"{explanation.ClassNames[place]} ({Score(explanation, place)})";
        var (decision, label) = (explanation.Decision.Class, explanation.Label);
        var judgement = label is null ? ""
            : label == decision ? ", which is right"
            : $", which is wrong: the label is {Class(label.Value)}";
        var runnerUp = explanation.RunnerUp is { } second && second.Class != label ? $"; the runner-up is {Class(second.Class)}" : "";
        return $"{name} decides: {Class(decision)}{judgement}{runnerUp}";
    }

    /// <summary>The model's output for a class.</summary>
    public static string Score(Explanation explanation, int place) =>
        explanation.HasProbabilities ? Numbers.Percent(explanation.Scores[place]) : Numbers.Short(explanation.Scores[place]);

    /// <summary>The roles of a class: decision, runner-up, label; empty for others.</summary>
    public static string Role(Explanation explanation, int place) => string.Join(", ", new[]
    {
        explanation.Decides && place == explanation.Decision.Class ? "decision" : "",
        explanation.Decides && place == explanation.RunnerUp?.Class ? "runner-up" : "",
        place == explanation.Label ? "label" : "",
    }.Where(role => role.Length > 0));

    /// <summary>Evidence for the decision, the runner-up, and the label if it is neither.</summary>
    /// <remarks>With a single unit, evidence for one class is evidence against the other, so it is shown once.</remarks>
    public static IEnumerable<Evidence> Evidences(Explanation explanation)
    {
        var label = explanation.Logit is null ? explanation.LabelEvidence : null;
        return new[] { explanation.Decision, explanation.RunnerUp, label }.OfType<Evidence>().Distinct();
    }

    /// <summary>
    /// The sum of the attributions and its expected value. All numbers have the same decimals, and the difference is that of the rounded
    /// numbers, so that the printed arithmetic is exact.
    /// </summary>
    public static string Balance(Evidence evidence)
    {
        double[] numbers = [evidence.Score, evidence.BaselineScore, evidence.Total];
        var (write, decimals) = (Numbers.Column(numbers), Numbers.Decimals(numbers));
        double Read(double value) => decimals is { } places ? Math.Round(value, places) : value;
        var expected = Read(evidence.Score) - Read(evidence.BaselineScore);
        var rest = Read(Math.Abs(expected - Read(evidence.Total)));
        var baseline = evidence.BaselineScore < 0 ? $"({write(evidence.BaselineScore)})" : write(evidence.BaselineScore);
        var sum = $"sum {write(evidence.Total)}; score {write(evidence.Score)} − score of the baseline {baseline} = {write(expected)}";
        return !evidence.AddsUp ? $"{sum}: does not add up, to {write(evidence.Allowed)} in {evidence.Steps} steps"
            : rest == 0 ? $"{sum}: adds up"
            : $"{sum}; the difference of {write(rest)} is the error of {evidence.Steps} steps";
    }

    public static string Values(Tensor x)
    {
        var values = x.Cast(DType.Float64).ToArray<double>();
        var zeros = values.Count(value => value == 0);
        return $"values {Numbers.Short(values.Min())} to {Numbers.Short(values.Max())}, mean "
            + $"{Numbers.Short(values.Average())}{(zeros > 0 ? $", {Numbers.Count(zeros)} of {Numbers.Count(values.Length)} zero" : "")}";
    }

    public static string Shape(Tensor x) => x.Rank == 1 ? $"({x.Shape[0]},)" : x.Shape.ToString();

    /// <summary>The unit to show first: that of the decision if units are classes, else the one with the largest value.</summary>
    public static int Telling(LayerExplanation layer, Explanation explanation) =>
        layer.GivesScores && layer.Output.Size == explanation.Scores.Count
            ? explanation.Decision.Class
            : (int)layer.Output.Reshape(-1).ArgMax();

    /// <summary>The elements with the largest attributions for (1) or against (−1) the class.</summary>
    public static string Strongest(Explanation explanation, Evidence evidence, int sign)
    {
        var values = evidence.IntegratedGradients.Reshape(-1).Cast(DType.Float64).ToArray<double>();
        var all = Enumerable.Range(0, values.Length).Where(i => values[i] * sign > 0);
        int[] places = [.. all.OrderByDescending(i => values[i] * sign).Take(Places)];
        var write = Numbers.Column([.. places.Select(i => values[i])], digits: 4);
        var list = string.Join(", ", places.Select(i => $"{explanation.Sample.Places[i]} ({write(values[i])})"));
        return list.Length > 0 ? list : "nothing";
    }
}
