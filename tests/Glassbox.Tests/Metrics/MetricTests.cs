using System.Text.Json.Nodes;
using Glassbox.Metrics;

namespace Glassbox.Tests.Metrics;

public class MetricTests
{
    [Fact]
    public void A_mean_over_many_batches_is_that_of_their_values_whenever_it_is_read()
    {
        var random = new Random(1);
        var (mean, watched, sum) = (new Mean(), new Mean(), new Sum());
        var (total, weights, all) = (0.0, 0.0, 0.0);
        for (var i = 0; i < 500; i++)
        {
            var value = (float)random.NextDouble();
            var (weight, values) = ((float)random.NextDouble(), new[] { value, 2 * value });
            var weighted = i % 3 == 0;
            foreach (var metric in new[] { mean, watched })
            {
                if (weighted)
                {
                    metric.UpdateState((double)value, (double)weight);
                }
                else
                {
                    metric.UpdateState(values);
                }
            }

            sum.UpdateState(values);
            total += weighted ? (double)value * weight : 3.0 * value;
            weights += weighted ? weight : 2;
            all += 3.0 * value;
            Assert.Equal(total / weights, watched.Result(), 1e-12);
        }

        Assert.Equal(watched.Result(), mean.Result());
        Assert.Equal(all, sum.Result(), 1e-6);
        mean.ResetState();
        Assert.Equal(0, mean.Result());
    }

    [Fact]
    public void Settings_out_of_their_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Precision([1.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Precision(topK: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PrecisionAtRecall(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AUC(numThresholds: 1));
        Assert.Throws<ArgumentException>(() => new AUC(curve: "roc curve"));
        Assert.Throws<ArgumentException>(() => new AUC(summationMethod: "trapezoid"));
        Assert.Throws<ArgumentException>(() => new AUC(numLabels: 3));
        Assert.Throws<ArgumentException>(() => new F1Score("mean"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FBetaScore(beta: 0));
        Assert.Throws<ArgumentException>(() => new IoU(2, [2]));
        Assert.Throws<ArgumentException>(() => new R2Score("mean"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopKCategoricalAccuracy(0));
    }

    [Fact]
    public void The_area_under_a_perfect_curve_is_one_and_under_a_wrong_one_zero()
    {
        var (y, right) = (new float[] { 0, 0, 1, 1 }, new[] { 0.1f, 0.2f, 0.8f, 0.9f });
        foreach (var curve in new[] { "ROC", "PR" })
        {
            var auc = new AUC(curve: curve);
            auc.UpdateState(y, right);
            Assert.Equal(1, auc.Result(), 5);
        }

        var wrong = new AUC();
        wrong.UpdateState(y, Ops.Subtract(1f, right));
        Assert.Equal(0, wrong.Result(), 5);
    }

    [Fact]
    public void Areas_between_few_thresholds_are_summed_from_below_in_between_or_from_above()
    {
        // At 0, one half and 1: recall 1, 0.5 and 0; false positive rate 1, 0 and 0.
        var (y, predicted) = (new float[] { 0, 0, 1, 1 }, new[] { 0, 0.5f, 0.3f, 0.9f });
        foreach (var (method, area) in new[] { ("minoring", 0.5), ("interpolation", 0.75), ("majoring", 1) })
        {
            foreach (var auc in new[] { new AUC(numThresholds: 3, summationMethod: method),
                new AUC(summationMethod: method, thresholds: [0.5]) })
            {
                auc.UpdateState(y, predicted);
                Assert.Equal(area, auc.Result(), 5);
            }
        }

        var weighted = new AUC(numThresholds: 3);
        weighted.UpdateState(y, predicted, new float[] { 1, 0, 0, 1 });
        Assert.Equal(1, weighted.Result(), 5);

        // Without curves of their own, labels that weigh nothing do not count.
        var labels = new AUC(numThresholds: 3, labelWeights: [1, 0, 0, 1]);
        labels.UpdateState(Ops.Reshape(y, [1, 4]), Ops.Reshape(predicted, [1, 4]));
        Assert.Equal(1, labels.Result(), 5);
    }

    [Fact]
    public void Areas_of_labels_are_weighed()
    {
        var (y, predicted) = (new float[,] { { 0, 1 }, { 1, 0 } }, new[,] { { 0.1f, 0.2f }, { 0.9f, 0.8f } });
        var auc = new AUC(multiLabel: true, labelWeights: [3, 1]);
        auc.UpdateState(y, predicted);

        Assert.Equal(0.75, auc.Result(), 5);
    }

    [Fact]
    public void A_mean_of_values_refuses_targets_and_predictions()
    {
        var mean = new Mean();
        mean.UpdateState(new float[] { 1, 3 }, new float[] { 3, 1 });
        Assert.Equal(1.5, mean.Result());

        Assert.Contains("UpdateState(values", Assert.Throws<NotSupportedException>(() => ((Metric)mean).UpdateState(1f, 1f)).Message);
    }

    [Fact]
    public void The_type_of_a_metric_is_kept_and_what_files_say()
    {
        Assert.Equal(("float64", "float32", "int32"),
            (Said(new BinaryAccuracy(dtype: "float64", threshold: 0.3)), Said(new Mean()), Said(new MeanIoU(2))));
        var read = Metric.Known.Deserialize(new JsonObject
        {
            ["class_name"] = "Recall",
            ["config"] = new JsonObject { ["dtype"] = "float64" }
        }, "test");
        Assert.Equal(DType.Float64, read.DType);
        // One that is not known here changes no figure.
        Assert.Equal(DType.Float32, Metric.Known.Deserialize(new JsonObject
        {
            ["class_name"] = "Recall",
            ["config"] = new JsonObject { ["dtype"] = "float16" }
        }, "test").DType);

        static string? Said(Metric metric) => metric.GetConfig().GetStringOrNull("dtype");
    }

    [Fact]
    public void Strings_name_metrics_and_what_they_are_logged_as()
    {
        Assert.Equal("mse", Metric.Get("mse").Name);
        Assert.Equal("AUC", Metric.Get("AUC").Name);
        foreach (var name in new[]
        {
            "precision", "recall", "auc", "r2_score", "f1_score", "f_beta_score", "log_cosh_error", "top_k_categorical_accuracy",
                "sparse_top_k_categorical_accuracy",
            "root_mean_squared_error", "pearson_correlation", "concordance_correlation", "kl_divergence", "binary_io_u", "mape", "MSLE",
            "true_positives", "mean", "sum",
        })
        {
            Assert.Equal(name, Metric.Get(name).Name);
        }
    }

    [Fact]
    public void Targets_of_another_shape_are_refused()
    {
        Assert.Contains("ToCategorical", Assert.Throws<ArgumentException>(() =>
            new Precision().UpdateState(new[] { 1, 2 }, new float[,] { { 1, 0, 0 }, { 0, 1, 0 } })).Message);
        Assert.Throws<ArgumentException>(() => new F1Score().UpdateState(new[] { 1, 2 }, new float[,] { { 1, 0, 0 }, { 0, 1, 0 } }));
        Assert.Throws<ArgumentException>(() => new MeanIoU(2).UpdateState(new[] { 0, 1, 1 }, new[] { 0, 1 }));
    }
}
