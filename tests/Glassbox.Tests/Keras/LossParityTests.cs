using System.Text.Json.Nodes;
using Glassbox.Losses;

namespace Glassbox.Tests.Keras;

public class LossParityTests
{
    /// <summary>Connectionist temporal classification is not here yet.</summary>
    public static TheoryData<int> Cases
    {
        get
        {
            var all = Golden.Json("losses.json").AsArray();
            return [.. Enumerable.Range(0, all.Count).Where(i => all[i]!["cls"]!.GetValue<string>() != "CTC")];
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_gradients_and_reductions_are_those_of_Keras(int index)
    {
        var figures = Golden.Json("losses.json")[index]!;
        var what = $"{figures["cls"]} {figures["kwargs"]!.ToJsonString()}";
        var (y, predicted) = (Golden.Tensor(figures["y_true"]!), Golden.Tensor(figures["y_pred"]!).Cast("float32"));
        var weights = Golden.Tensor(figures["sample_weight"]!).Cast("float32");
        foreach (var reduction in new[] { "sum_over_batch_size", "sum", "none", "mean_with_sample_weight" })
        {
            var loss = Make(figures, reduction);
            AssertClose(Golden.Tensor(figures[reduction]!), loss.Apply(y, predicted), $"{what} {reduction}");
            if (figures[reduction + "_weighted_error"] is null)
            {
                AssertClose(Golden.Tensor(figures[reduction + "_weighted"]!), loss.Apply(y, predicted, weights), $"{what} {reduction}, weighted");
            }
            else
            {
                Assert.Throws<ArgumentException>(() => loss.Apply(y, predicted, weights));
            }
        }

        using var tape = new GradientTape();
        tape.Watch(predicted);
        var value = Make(figures, "sum_over_batch_size").Apply(y, predicted);
        AssertClose(Golden.Tensor(figures["grad"]!), tape.Gradient(value, predicted), $"gradient of {what}");
    }

    private static Loss Make(JsonNode figures, string reduction)
    {
        var settings = (JsonObject)figures["kwargs"]!.DeepClone();
        settings["reduction"] = reduction;
        return Loss.Known.Deserialize(new JsonObject { ["class_name"] = figures["cls"]!.GetValue<string>(), ["config"] = settings }, "test");
    }

    private static void AssertClose(Tensor expected, Tensor actual, string what) =>
        Golden.AssertClose(expected, actual, 1e-5 * Math.Max(1, (double)Ops.Max(Ops.Abs(expected))), what);
}
