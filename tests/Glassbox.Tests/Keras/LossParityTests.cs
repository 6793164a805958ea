using System.Text.Json.Nodes;
using Glassbox.Losses;

namespace Glassbox.Tests.Keras;

public class LossParityTests
{
    public static TheoryData<int> Cases
    {
        get
        {
            var all = Golden.Json("losses.json").AsArray();
            return [.. Enumerable.Range(0, all.Count).Where(i => all[i]!["kwargs"]!["ignore_class"] is null)];
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_gradients_and_reductions_are_those_of_Keras(int index)
    {
        var figures = Golden.Json("losses.json")[index]!;
        var (y, predicted) = (Golden.Tensor(figures["y_true"]!), Golden.Tensor(figures["y_pred"]!).Cast("float32"));
        var weights = Golden.Tensor(figures["sample_weight"]!).Cast("float32");
        foreach (var (name, reduction) in new[]
        {
            ("sum_over_batch_size", Reduction.SumOverBatchSize), ("sum", Reduction.Sum), ("none", Reduction.None), ("mean_with_sample_weight", Reduction.MeanWithSampleWeight),
        })
        {
            var loss = Make(figures, reduction);
            Golden.AssertClose(Golden.Tensor(figures[name]!), loss.Apply(y, predicted), 2e-5, $"{figures["cls"]} {figures["kwargs"]} {name}");
            Golden.AssertClose(Golden.Tensor(figures[name + "_weighted"]!), loss.Apply(y, predicted, weights), 2e-5, $"{figures["cls"]} {figures["kwargs"]} {name}, weighted");
        }

        using var tape = new GradientTape();
        tape.Watch(predicted);
        var value = Make(figures, Reduction.SumOverBatchSize).Apply(y, predicted);
        Golden.AssertClose(Golden.Tensor(figures["grad"]!), tape.Gradient(value, predicted), 2e-5, $"gradient of {figures["cls"]} {figures["kwargs"]}");
    }

    private static Loss Make(JsonNode figures, Reduction reduction)
    {
        var settings = figures["kwargs"]!;
        var (logits, smoothing) = (settings["from_logits"]?.GetValue<bool>() ?? false, settings["label_smoothing"]?.GetValue<double>() ?? 0);
        return figures["cls"]!.GetValue<string>() switch
        {
            "CategoricalCrossentropy" => new CategoricalCrossentropy(logits, smoothing, reduction: reduction),
            "SparseCategoricalCrossentropy" => new SparseCategoricalCrossentropy(logits, reduction),
            "BinaryCrossentropy" => new BinaryCrossentropy(logits, smoothing, reduction),
            "MeanSquaredError" => new MeanSquaredError(reduction),
            _ => new MeanAbsoluteError(reduction),
        };
    }
}
