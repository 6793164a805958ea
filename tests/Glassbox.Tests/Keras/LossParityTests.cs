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
                AssertClose(Golden.Tensor(figures[reduction + "_weighted"]!), loss.Apply(y, predicted, weights),
                    $"{what} {reduction}, weighted");
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

    [Fact]
    public void A_loss_is_computed_in_the_type_of_the_predictions_or_in_its_own()
    {
        var (y, predicted) = (Tensor.FromArray(new float[,] { { 0, 1 } }), Tensor.FromArray(new float[,] { { 0.1f, 0.7f } }));
        Assert.Equal(DType.Float32, new MeanSquaredError().Apply(y, predicted).DType);
        Assert.Equal(DType.Float64, new MeanSquaredError().Apply(y, predicted.Cast("float64")).DType);
        Assert.Equal(DType.Float32, new Huber(dtype: "float32").Apply(y, predicted.Cast("float64")).DType);
        Assert.Equal((0.01 + 0.09) / 2, (double)new MeanSquaredError(dtype: "float64").Apply(y, predicted), 1e-8);

        using var tape = new GradientTape();
        tape.Watch(predicted);
        var loss = new MeanSquaredError(dtype: "float64").Apply(y, predicted);
        Assert.Equal((DType.Float64, DType.Float32), (loss.DType, tape.Gradient(loss, predicted).DType));
        Assert.Contains("dtype int32", Assert.Throws<ArgumentException>(() => new Poisson(dtype: "int32")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Reductions_are_words()
    {
        Assert.Equal([Reduction.SumOverBatchSize, Reduction.Mean, Reduction.Sum, Reduction.MeanWithSampleWeight, Reduction.None,
            Reduction.None],
            new Reduction[] { "sum_over_batch_size", "mean", "sum", "mean_with_sample_weight", "none", (string?)null });
        Assert.Equal(["mean", "sum_over_batch_size", null],
            new Loss[] { new Poisson("mean"), new Poisson(), new Poisson("none") }.Select(loss =>
            loss.GetConfig().GetStringOrNull("reduction")));
        Assert.Contains("Did you mean 'sum'", Assert.Throws<ArgumentException>(() => new Poisson(reduction: "sumx")).Message,
            StringComparison.Ordinal);
    }

    private static Loss Make(JsonNode figures, string reduction)
    {
        var settings = (JsonObject)figures["kwargs"]!.DeepClone();
        settings["reduction"] = reduction;
        return Loss.Known.Deserialize(new JsonObject { ["class_name"] = figures["cls"]!.GetValue<string>(), ["config"] = settings },
            "test");
    }

    private static void AssertClose(Tensor expected, Tensor actual, string what) =>
        Golden.AssertClose(expected, actual, 1e-5 * Math.Max(1, (double)Ops.Max(Ops.Abs(expected))), what);
}
