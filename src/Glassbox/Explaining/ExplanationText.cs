using System.Text;

namespace Glassbox;

/// <summary>An explanation as text.</summary>
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
            Line($"    {Shape(layer.Inputs[0])} → {Shape(layer.Output)}, {Numbers.Count(layer.Layer.CountParams())} parameters; {Values(layer.Output)}");
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
            Line($"    {"class".PadRight(width)}  {"z",10}  {"e^(z − max)",12}  {"probability",11}");
            foreach (var row in explanation.Softmax)
            {
                Line($"    {row.Name.PadRight(width)}  {Numbers.Short(row.Logit),10}  {Numbers.Short(row.Exponential),12}  {Numbers.Percent(row.Probability),11}{(row.Class == explanation.Decision.Class ? "  ◄" : "")}");
            }
        }

        foreach (var evidence in new[] { explanation.Decision, explanation.RunnerUp })
        {
            if (evidence is not null)
            {
                Line();
                Line($"evidence for {evidence.Name} (score {Numbers.Short(evidence.Score)}), by integrated gradients in {evidence.Steps} steps:");
                Line($"    most for: {Strongest(explanation, evidence, 1)}");
                Line($"    most against: {Strongest(explanation, evidence, -1)}");
                Line($"    sum {Numbers.Short(evidence.Total)}; score {Numbers.Short(evidence.Score)} − score of the baseline {Numbers.Short(evidence.BaselineScore)} = {Numbers.Short(evidence.Difference)}: {(evidence.AddsUp ? "adds up" : "does not add up")}");
            }
        }

        return text.ToString().TrimEnd('\n').ReplaceLineEndings();
    }

    public static string Headline(Explanation explanation)
    {
        string Score(Evidence evidence) => explanation.Softmax.Count > 0
            ? $"{evidence.Name} ({Numbers.Percent((double)explanation.Output[evidence.Class])})"
            : $"{evidence.Name} ({Numbers.Short((double)explanation.Output[evidence.Class])})";
        return $"{explanation.Model.Name} decides: {Score(explanation.Decision)}{(explanation.RunnerUp is null ? "" : $"; the runner-up is {Score(explanation.RunnerUp)}")}";
    }

    public static string Values(Tensor x)
    {
        var values = x.Cast(DType.Float64).ToArray<double>();
        var zeros = values.Count(value => value == 0);
        return $"values {Numbers.Short(values.Min())} to {Numbers.Short(values.Max())}, mean {Numbers.Short(values.Average())}{(zeros > 0 ? $", {Numbers.Count(zeros)} of {Numbers.Count(values.Length)} zero" : "")}";
    }

    public static string Shape(Tensor x) => x.Rank == 1 ? $"({x.Shape[0]},)" : x.Shape.ToString();

    /// <summary>The unit to show first: that of the decision where units stand for classes, else the one with the largest value.</summary>
    public static int Telling(LayerExplanation layer, Explanation explanation) =>
        layer.GivesScores ? explanation.Decision.Class : (int)layer.Output.Reshape(-1).ArgMax();

    private static string Strongest(Explanation explanation, Evidence evidence, int sign)
    {
        var values = evidence.IntegratedGradients.Reshape(-1).Cast(DType.Float64).ToArray<double>();
        var places = Enumerable.Range(0, values.Length).Where(i => values[i] * sign > 0).OrderByDescending(i => values[i] * sign).Take(Places);
        var list = string.Join(", ", places.Select(i => $"{explanation.Sample.Place(i)} ({Numbers.Short(values[i])})"));
        return list.Length > 0 ? list : "nothing";
    }
}
