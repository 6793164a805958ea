using Glassbox.Layers;
using Glassbox.Metrics;

namespace Glassbox.Tests.Metrics;

/// <summary>Figures with weights for samples and for elements, as Keras 3.15.1 gives them.</summary>
public class WeightedMetricTests
{
    private static readonly Tensor Y = new[] { 2f, 4, 6, 8 };
    private static readonly Tensor P = new[] { 1f, 3, 2, 3 };
    private static readonly Tensor Weights = new[] { 0.1f, 0.2f, 0.3f, 0.4f };

    [Fact]
    public void Targets_of_one_axis_are_weighted_one_by_one()
    {
        Close(3.8859, new RootMeanSquaredError(), Y, P, Weights);
        Close(15.1, new MeanSquaredErrorMetric(), Y, P, Weights);
        Close(3.5, new MeanAbsoluteErrorMetric(), Y, P, Weights);
        Close(15.1, new MeanSquaredErrorMetric(), Y.Reshape(4, 1), P, Weights.Reshape(4, 1));
        var (y, p) = (Tensor.FromSpan<float>([1, 0, 1, 1]), Tensor.FromSpan<float>([0.9f, 0.8f, 0.2f, 0.7f]));
        Close(0.5, new BinaryAccuracy(), y, p, Weights);
        Close(-((0.1 * Math.Log(0.9)) + (0.2 * Math.Log(0.2)) + (0.3 * Math.Log(0.2)) + (0.4 * Math.Log(0.7))),
            new BinaryCrossentropyMetric(), y, p, Weights);
        Close((0.1 * 0.1) + (0.2 * 1.8) + (0.3 * 0.8) + (0.4 * 0.3), new HingeMetric(), y, p, Weights);
        Assert.Throws<ArgumentException>(() => new CosineSimilarityMetric().UpdateState(Y, P, Weights));
    }

    [Fact]
    public void Without_weights_targets_of_one_axis_are_as_before()
    {
        Close(10.75, new MeanSquaredErrorMetric(), Y, P);
        Close(Math.Sqrt(10.75), new RootMeanSquaredError(), Y, P);
    }

    [Fact]
    public void A_model_whose_output_has_one_axis_is_watched_with_weights()
    {
        var model = new Sequential([new Dense(1, inputShape: [1]), new Reshape([])]);
        model.Compile("sgd", "mse", weightedMetrics: [new RootMeanSquaredError("rmse"), "mae"]);
        model.SetWeights([Tensor.FromSpan<float>([1], [1, 1]), Tensor.FromSpan<float>([0])]);
        var logs = model.Evaluate(P.Reshape(4, 1), Y, batchSize: 3, verbose: 0, sampleWeight: Weights);
        Assert.Equal(3.8859, logs["rmse"], 1e-4);
        Assert.Equal(3.5, logs["mae"], 1e-4);
        model.Fit(P.Reshape(4, 1), Y, verbose: 0, sampleWeight: Weights);
    }

    [Fact]
    public void Binary_accuracy_takes_a_weight_for_each_element()
    {
        var y = Tensor.FromSpan<float>([1, 1, 0, 0], [2, 2]);
        var p = Tensor.FromSpan<float>([0.9f, 0.1f, 0.2f, 0.8f], [2, 2]);
        Close(0.4 / 1.0, new BinaryAccuracy(), y, p, Tensor.FromSpan<float>([0.1f, 0.2f, 0.3f, 0.4f], [2, 2]));
        Close(0.5, new BinaryAccuracy(), y, p, Tensor.FromSpan<float>([0.2f, 0.8f]));
        Close(0.5, new BinaryAccuracy(), y, p);
    }

    [Fact]
    public void A_class_that_is_ignored_has_no_weight()
    {
        var p = Tensor.FromSpan<float>([0.8f, 0.1f, 0.1f, 0.05f, 0.95f, 0, 0.1f, 0.8f, 0.1f], [3, 3]);
        Close(1.33775, new SparseCategoricalCrossentropyMetric(ignoreClass: 0), new[] { 0, 1, 2 }, p, new[] { 0.5f, 1.5f, 2 });
        Close((0.0512933 + 2.3025851) / 3, new SparseCategoricalCrossentropyMetric(ignoreClass: 0), new[] { 0, 1, 2 }, p);
    }

    [Fact]
    public void Classes_out_of_range_are_left_out_of_intersection_over_union()
    {
        foreach (var metric in new Metric[] { new MeanIoU(2), new IoU(2, [0, 1]) })
        {
            Close(1.0 / 3, metric, new[] { 0, 0, 1, 1, 5, 0, -1 }, new[] { 0, 1, 0, 1, 1, 7, 0 });
        }
    }

    [Theory]
    [InlineData("interpolation", 0.5)]
    [InlineData("minoring", 0)]
    [InlineData("majoring", 1)]
    public void The_area_under_the_gains_of_precision_and_recall(string method, double expected)
    {
        // Thresholds 0, 0.5, 1: recall gains 1, 0, 0 and precision gains 0, 1, 1.
        Close(expected, new AUC(3, "prgain", method), new[] { 0, 0, 1, 1 }, new[] { 0, 0.5f, 0.3f, 0.9f });
        Assert.Equal("PRGAIN", (string?)new AUC(curve: "prgain").GetConfig().Values["curve"]);
    }

    private static void Close(double expected, Metric metric, Tensor y, Tensor p, Tensor? weights = null)
    {
        metric.UpdateState(y, p, weights);
        Assert.Equal(expected, metric.Result(), 1e-4);
    }
}
