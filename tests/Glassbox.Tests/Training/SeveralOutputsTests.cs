using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using static Glassbox.Keras;

namespace Glassbox.Tests.Training;

/// <summary>Fit, evaluate and predict with several inputs and outputs.</summary>
public class SeveralOutputsTests
{
    private static readonly Tensor A = Tensor.RandomNormal([10, 4], seed: 1);
    private static readonly Tensor B = Tensor.RandomNormal([10, 2], seed: 2);
    private static readonly Tensor Price = Tensor.RandomNormal([10, 1], seed: 3);
    private static readonly Tensor Kind = Ops.OneHot(new[] { 0, 1, 2, 0, 1, 2, 0, 1, 2, 0 }, 3);
    private static readonly Tensor Weights = Tensor.RandomUniform([10], seed: 4);

    private static Dictionary<string, Tensor> Inputs => new() { ["b"] = B, ["a"] = A };

    private static Dictionary<string, Tensor> Targets => new() { ["kind"] = Kind, ["price"] = Price };

    [Fact]
    public void The_logs_are_named_as_in_Keras()
    {
        var model = Model();
        model.Compile("sgd", ["mse", "categorical_crossentropy"], metrics: [["mae", "mse"], ["accuracy"]]);

        var history = model.Fit([A, B], [Price, Kind], batchSize: 4, epochs: 2, verbose: 0, validationSplit: 0.2);

        Assert.Equal(
            [
                "kind_accuracy", "kind_loss", "loss", "price_loss", "price_mae", "price_mse", "val_kind_accuracy", "val_kind_loss",
                "val_loss", "val_price_loss", "val_price_mae", "val_price_mse",
            ], history.Keys);
        Assert.Equal(["loss", "price_loss", "kind_loss", "price_mae", "price_mse", "kind_accuracy"],
            model.Evaluate([A, B], [Price, Kind], verbose: 0).Keys);
        Assert.Equal(history["price_mse"][0], history["price_loss"][0], 1e-6);
    }

    [Fact]
    public void The_loss_is_the_weighted_sum_and_each_output_shows_its_own()
    {
        var model = Model();
        model.Compile("sgd", new Dictionary<string, Loss> { ["kind"] = "categorical_crossentropy", ["price"] = "mse" },
            lossWeights: new Dictionary<string, double> { ["kind"] = 0.25 });

        var logs = model.Evaluate(Inputs, Targets, batchSize: 3, verbose: 0);

        var (price, kind) = model.ApplyAll([A, B]);
        Assert.Equal((double)new MeanSquaredError().Apply(Price, price), logs["price_loss"], 1e-6);
        Assert.Equal((double)new CategoricalCrossentropy().Apply(Kind, kind), logs["kind_loss"], 1e-6);
        Assert.Equal(logs["price_loss"] + (0.25 * logs["kind_loss"]), logs.Loss, 1e-6);
    }

    [Fact]
    public void One_loss_may_serve_all_outputs()
    {
        var model = Model();
        model.Compile("sgd", "mse", lossWeights: [1, 0.5]);
        var (all, price, kind) = model.Evaluate(Inputs, Targets, verbose: 0);
        Assert.Equal(price + (0.5 * kind), all, 1e-6);

        model.Compile("sgd", "mse", metrics: new Dictionary<string, Metric[]> { ["kind"] = ["mae"] });
        var logs = model.Evaluate(Inputs, Targets, verbose: 0);
        Assert.Equal(["loss", "price_loss", "kind_loss", "kind_mae"], logs.Keys);
        Assert.Equal(logs["kind_mae"], logs[3]);
        Assert.Contains("position 4 does not exist", Assert.Throws<ArgumentOutOfRangeException>(() => logs[4]).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_names_and_streams_of_either_train_alike()
    {
        var (lists, names, stream) = (Model(), Model(), Model());
        foreach (var model in new[] { lists, names, stream })
        {
            model.SetWeights(lists.GetWeights());
            model.Compile(new SGD(0.1), ["mse", "categorical_crossentropy"], lossWeights: [1, 2]);
        }

        IEnumerable<Batch> Batches()
        {
            yield return new Batch([A[..5], B[..5]], [Price[..5], Kind[..5]]);
            yield return new Batch(
                new Dictionary<string, Tensor> { ["a"] = A[5..], ["b"] = B[5..] },
                new Dictionary<string, Tensor> { ["price"] = Price[5..], ["kind"] = Kind[5..] });
        }

        lists.Fit([A, B], [Price, Kind], batchSize: 5, epochs: 3, verbose: 0, shuffle: false);
        names.Fit(Inputs, Targets, batchSize: 5, epochs: 3, verbose: 0, shuffle: false);
        stream.Fit(Batches(), epochs: 3, verbose: 0);

        foreach (var other in new[] { names, stream })
        {
            Assert.All(lists.GetWeights().Zip(other.GetWeights()), pair => Golden.AssertClose(pair.First, pair.Second, 0));
        }
    }

    [Fact]
    public void The_gradient_of_a_step_is_that_of_the_weighted_sum()
    {
        var model = Model();
        var before = model.GetWeights();
        IReadOnlyList<Tensor?> gradients;
        using (var tape = new GradientTape())
        {
            var (price, kind) = model.ApplyAll([A, B]);
            var loss = (new MeanSquaredError().Apply(Price, price, Weights) * 0.5) + (new CategoricalCrossentropy().Apply(Kind, kind) * 3);
            gradients = tape.Gradient(loss, model.TrainableVariables);
        }

        model.Compile(new SGD(0.1), ["mse", "categorical_crossentropy"], lossWeights: [0.5, 3]);
        model.TrainOnBatch([A, B], [Price, Kind], sampleWeight: new Dictionary<string, Tensor> { ["price"] = Weights });

        Assert.All(Enumerable.Range(0, before.Count), i =>
            Golden.AssertClose(before[i] - (gradients[i]! * 0.1), model.GetWeights()[i], 1e-6));
    }

    [Fact]
    public void Sample_weights_are_for_all_outputs_or_for_each()
    {
        var model = Model();
        model.Compile("sgd", ["mse", "categorical_crossentropy"], weightedMetrics: [["mse"], []]);
        var (price, kind) = model.ApplyAll([A, B]);
        var (weightedPrice, weightedKind) = ((double)new MeanSquaredError().Apply(Price, price, Weights),
            (double)new CategoricalCrossentropy().Apply(Kind, kind, Weights));
        var plainKind = (double)new CategoricalCrossentropy().Apply(Kind, kind);

        Assert.Equal(weightedPrice + weightedKind, model.TestOnBatch([A, B], [Price, Kind], Weights).Loss, 1e-5);
        Assert.Equal(weightedPrice + plainKind, model.TestOnBatch([A, B], [Price, Kind], [Weights, Tensor.Ones([10])]).Loss, 1e-5);
        Assert.Equal(["loss", "price_loss", "kind_loss", "price_mse"], model.TestOnBatch([A, B], [Price, Kind], Weights).Keys);
    }

    [Fact]
    public void An_output_without_a_loss_needs_no_targets()
    {
        var model = Model();
        model.Compile("sgd", new Dictionary<string, Loss> { ["kind"] = "categorical_crossentropy" });

        Assert.Equal(["loss"], model.TestOnBatch(Inputs, new Dictionary<string, Tensor> { ["kind"] = Kind }).Keys);
        Assert.Equal(model.TestOnBatch([A, B], Kind).Loss, model.TestOnBatch([A, B], [Price, Kind]).Loss);
    }

    [Fact]
    public void One_loss_is_for_every_output_and_a_list_of_metrics_is_one_for_each()
    {
        var x = Input([4]);
        var model = new Model(x, [new Dense(1, name: "first").Apply(x), new Dense(1, name: "second").Apply(x)]);
        model.Compile("sgd", "mse", ["mae", "mse"]);

        Assert.Equal(["loss", "first_loss", "second_loss", "first_mae", "second_mse"], model.TestOnBatch(A, [Price, Price]).Keys);
    }

    [Fact]
    public void Predictions_keep_the_structure_of_the_outputs_over_all_batches()
    {
        var model = Model();
        var (price, kind) = model.ApplyAll([A, B]);

        var predicted = model.PredictAll([A, B], batchSize: 3, verbose: 0);
        var streamed = model.PredictAll([new Batch([A, B])], verbose: 0);

        Golden.AssertClose(price, predicted[0], 1e-6);
        Golden.AssertClose(kind, predicted[1], 1e-6);
        Golden.AssertClose(kind, streamed[1], 1e-6);
    }

    [Fact]
    public void A_single_output_among_several_inputs_keeps_the_plain_names()
    {
        var (a, b) = (Input([4]), Input([2]));
        var model = new Model([a, b], new Dense(1).Apply(new Concatenate().Apply([a, b])));
        model.Compile("sgd", "mse", ["mae"]);

        var history = model.Fit([A, B], Price, epochs: 1, verbose: 0, validationData: new Batch([A, B], Price));

        Assert.Equal(["loss", "mae", "val_loss", "val_mae"], history.Keys);
        Assert.Equal([10, 1], model.Predict([A, B], verbose: 0).Shape);
    }

    [Fact]
    public void What_does_not_fit_the_outputs_is_said()
    {
        var model = Model();
        Says(() => model.Compile("sgd", ["mse"]), "loss", "1 entries", "2 outputs", "price, kind");
        Says(() => model.Compile("sgd", new Dictionary<string, Loss> { ["cost"] = "mse" }), "'cost'", "price, kind");
        Says(() => model.Compile("sgd", "mse", ["mae", "mse", "acc"]), "metrics", "3 entries");
        model.Compile("sgd", ["mse", "categorical_crossentropy"]);
        Says(() => model.Fit([A, B], Price, verbose: 0), "2 outputs", "received targets for 1");
        Says(() => model.Fit([A, B[..9]], [Price, Kind], verbose: 0), "(10, 4)", "(9, 2)");
        Says(() => model.Fit([A, B], [Price, Kind[..9]], verbose: 0), "(10, 4)", "(9, 3)");
        Says(() => model.Fit([A, B], new Dictionary<string, Tensor> { ["price"] = Price, ["sort"] = Kind }, verbose: 0), "'kind'",
            "price, sort");
        Says(() => model.Fit([A, B], [Price, Kind], verbose: 0, classWeight: new Dictionary<int, double> { [0] = 2 }), "one output");
        Assert.Contains("PredictAll", Assert.ThrowsAny<InvalidOperationException>(() => model.Predict([A, B], verbose: 0).Shape).Message,
            StringComparison.Ordinal);
    }

    private static Model Model()
    {
        var (a, b) = (Input([4], name: "a"), Input([2], name: "b"));
        var joined = new Dense(5, "tanh").Apply(new Concatenate().Apply([a, b]));
        return new Model([a, b], [new Dense(1, name: "price").Apply(joined), new Dense(3, "softmax", name: "kind").Apply(joined)]);
    }

    private static void Says(Action action, params string[] words)
    {
        var problem = Assert.ThrowsAny<ArgumentException>(action);
        Assert.All(words, word => Assert.Contains(word, problem.Message, StringComparison.Ordinal));
    }
}
