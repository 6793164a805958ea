using Glassbox.Layers;
using Glassbox.Metrics;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Keras;

/// <summary>
/// What the options of Fit do to the figures: batches, validation, weights, steps. All trainings start from the same weights, with SGD of
/// rate 0.1 and without shuffling.
/// </summary>
public class FitOptionsParityTests
{
    private static readonly Tensor X = Data("x");
    private static readonly Tensor Y = Data("y");

    [Fact]
    public void A_smaller_last_batch_counts_by_its_samples() =>
        Compare("batch16_uneven_val", model => model.Fit(X, Y, batchSize: 16, epochs: 3, verbose: 0, shuffle: false,
            validationData: (Data("xv"), Data("yv"))));

    [Fact]
    public void A_batch_has_32_samples_by_default() =>
        Compare("default_batch", model => model.Fit(X, Y, epochs: 3, verbose: 0, shuffle: false));

    [Fact]
    public void A_validation_split_takes_the_end_of_the_data() =>
        Compare("validation_split_0.2", model =>
            model.Fit(X, Y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false, validationSplit: 0.2));

    [Fact]
    public void Class_weights_change_the_loss_and_leave_the_metrics_alone() =>
        Compare("class_weight", model => model.Fit(
            X, Y, batchSize: 16, epochs: 2, verbose: 0, shuffle: false,
            classWeight: new Dictionary<int, double> { [0] = 1, [1] = 2, [2] = 0.5 }));

    [Fact]
    public void Sample_weights_count_for_the_loss_and_the_weighted_metrics() =>
        Compare(
            "sample_weight_weighted_metrics",
            model => model.Fit(X, Y, batchSize: 16, epochs: 2, verbose: 0, shuffle: false, sampleWeight: Data("sample_weight")),
            weightedMetrics: ["accuracy"]);

    [Fact]
    public void Steps_per_epoch_go_on_in_the_data_where_the_last_epoch_stopped() =>
        Compare("steps_per_epoch_2", model => model.Fit(X, Y, batchSize: 16, epochs: 2, verbose: 0, shuffle: false, stepsPerEpoch: 2));

    [Fact]
    public void A_weight_of_the_loss_scales_it() =>
        Compare("loss_weights", model => model.Fit(X, Y, batchSize: 16, epochs: 2, verbose: 0, shuffle: false), lossWeight: 0.5);

    private static Tensor Data(string name) => Golden.Npy($"fit_options/{name}.npy");

    private static void Compare(string option, Func<Sequential, History> fit, IReadOnlyList<Metric>? weightedMetrics = null,
        double lossWeight = 1)
    {
        var figures = Golden.Json("fit_options/results.json")[option]!;
        var model = new Sequential { new Dense(8, "relu", inputShape: [16]), new Dense(3, "softmax") };
        model.SetWeights(Golden.Weights("fit_options/initial_weights.npz"));
        model.Compile(new SGD(0.1), "categorical_crossentropy", ["accuracy"], weightedMetrics, lossWeight);

        var history = fit(model);
        Assert.Equal(figures["history"]!.AsObject().Select(figure => figure.Key), history.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, expected) in figures["history"]!.AsObject())
        {
            Golden.AssertClose(Golden.Tensor(expected!), history[key].ToArray(), 1e-5, $"{option} {key}");
        }

        CompareLogs(figures["evaluate"]!, model.Evaluate(X, Y, verbose: 0));

        // Keras lists a weighted metric of the same name twice; the loss and the first metric are what the list holds otherwise.
        var step = model.TrainOnBatch(X[..16], Y[..16]);
        Golden.AssertClose(Golden.Tensor(figures["train_on_batch"]!)[..2], new[] { step.Loss, step["accuracy"] }, 1e-5,
            $"{option} train_on_batch");
        CompareLogs(figures["test_on_batch_dict"]!, model.TestOnBatch(X[..16], Y[..16]));

        void CompareLogs(System.Text.Json.Nodes.JsonNode expected, Logs actual)
        {
            Assert.Equal(expected.AsObject().Select(figure => figure.Key), actual.Keys.Order(StringComparer.Ordinal));
            foreach (var (key, value) in expected.AsObject())
            {
                Golden.AssertClose(Golden.Tensor(value!), actual[key], 1e-5, $"{option} {key} of an evaluation");
            }
        }
    }
}
