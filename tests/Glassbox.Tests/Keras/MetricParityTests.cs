using System.Text.Json.Nodes;
using Glassbox.Metrics;

namespace Glassbox.Tests.Keras;

public class MetricParityTests
{
    public static TheoryData<int> Cases
    {
        get
        {
            var all = Golden.Json("metrics.json").AsArray();
            return [.. Enumerable.Range(0, all.Count).Where(i => all[i]!["batches"] is not null)];
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Figures_after_each_batch_are_those_of_Keras(int index)
    {
        var figures = Golden.Json("metrics.json")[index]!;
        AssertSame(figures, weighted: false);
        if (figures["cls"]!.GetValue<string>().Contains("IoU", StringComparison.Ordinal))
        {
            return;    // Keras cuts the sample weights of these to whole numbers, or fails
        }

        AssertSame(figures, weighted: true);
    }

    [Fact]
    public void Means_and_sums_of_values_are_those_of_Keras()
    {
        foreach (var figures in Golden.Json("metrics.json").AsArray().Where(figures => figures!["batches"] is null))
        {
            var metric = (ValueMetric)Metric.Known.Deserialize(new JsonObject { ["class_name"] = figures!["cls"]!.GetValue<string>() },
                "test");
            foreach (var (values, expected) in figures["values"]!.AsArray().Zip(figures["results"]!.AsArray()))
            {
                metric.UpdateState(Golden.Tensor(values!));
                Assert.Equal(expected!.GetValue<double>(), metric.Result(), 5);
            }
        }
    }

    private static void AssertSame(JsonNode figures, bool weighted)
    {
        var metric = Metric.Known.Deserialize(new JsonObject
        {
            ["class_name"] = figures["cls"]!.GetValue<string>(),
            ["config"] = figures["config"]!.DeepClone()
        }, "test");
        for (var round = 0; round < 2; round++)
        {
            var expected = figures[weighted ? "weighted_results" : "results"]!.AsArray();
            Assert.Equal(figures["batches"]!.AsArray().Count, expected.Count);
            for (var i = 0; i < expected.Count; i++)
            {
                var batch = figures["batches"]![i]!;
                var weights = weighted ? Golden.Tensor(figures["sample_weights"]![i]!).Cast("float32") : null;
                metric.UpdateState(Golden.Tensor(batch["y_true"]!).Cast("float32"), Golden.Tensor(batch["y_pred"]!).Cast("float32"),
                    weights);

                var value = Golden.Tensor(expected[i]!);
                Golden.AssertClose(
                    value, metric.Results(), 1e-5 * Math.Max(1, (double)Ops.Max(Ops.Abs(value))),
                    $"{figures["cls"]} {figures["kwargs"]!.ToJsonString()} batch {i}, weighted: {weighted}");
            }

            metric.ResetState();
        }
    }
}
