using Glassbox.Layers;
using Glassbox.Metrics;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Training;

/// <summary>A training step in two parts: what it finds out, and what it changes.</summary>
[Collection("process state")]
public class StepResultTests
{
    private static readonly Tensor X = Tensor.RandomNormal([16, 4], seed: 1);
    private static readonly Tensor Y = Tensor.RandomNormal([16, 2], seed: 2);

    [Fact]
    public void Gradients_are_computed_without_a_change()
    {
        var model = Lively();
        var (weights, seed) = (model.GetWeights(), RandomSeed.State);
        var optimizer = model.Optimizer.Variables.Select(variable => variable.Value.Copy()).ToArray();
        var shown = model.Metrics.Select(metric => metric.Result()).ToArray();

        var (first, second) = (model.ComputeGradients((X, Y)), model.ComputeGradients((X, Y)));

        Assert.All(first.Gradients.Zip(second.Gradients), pair => Golden.AssertClose(pair.First!, pair.Second!, 0));
        Golden.AssertClose(first.Loss, second.Loss, 0);
        Golden.AssertClose(first.Predicted.One, second.Predicted.One, 0);
        Assert.Equal(model.TrainableVariables, first.Variables);
        Assert.All(weights.Zip(model.GetWeights()), pair => Golden.AssertClose(pair.First, pair.Second, 0));
        Assert.All(optimizer.Zip(model.Optimizer.Variables), pair => Golden.AssertClose(pair.First, pair.Second, 0));
        Assert.Equal(shown, model.Metrics.Select(metric => metric.Result()));
        Assert.Equal((seed, 1L), (RandomSeed.State, model.Optimizer.Iterations));
    }

    [Fact]
    public void Both_parts_make_the_step_of_a_training()
    {
        var (parts, whole) = (Lively(), Lively());
        Utils.SetRandomSeed(5);
        for (var i = 0; i < 3; i++)
        {
            whole.TrainOnBatch(X, Y);
        }

        Utils.SetRandomSeed(5);
        for (var i = 0; i < 3; i++)
        {
            parts.ComputeGradients((X, Y));
            parts.Optimizer.Apply(parts.ComputeGradients((X, Y)));
        }

        Assert.All(whole.Weights.Zip(parts.Weights), pair => Golden.AssertClose(pair.First, pair.Second, 0));
        Assert.Equal(whole.Layers.Select(layer => layer.Draws), parts.Layers.Select(layer => layer.Draws));
        Assert.Equal(4, parts.Optimizer.Iterations);
    }

    [Fact]
    public void Gradients_may_be_replaced_between_the_parts()
    {
        var model = new Sequential([new Dense(2, inputShape: [4])]);
        model.Compile(new SGD(0.1), "mse");
        var (before, whole) = (model.GetWeights(), model.ComputeGradients((X, Y)));
        var halves = new[] { model.ComputeGradients((X[..8], Y[..8])), model.ComputeGradients((X[8..], Y[8..])) };

        var averages = halves[0].Gradients.Zip(halves[1].Gradients, (a, b) => (Tensor?)((a! + b!) / 2));
        model.Optimizer.Apply(halves[0] with { Gradients = [.. averages] });

        Golden.AssertClose(before[0] - (0.1 * whole.Gradients[0]!), model.GetWeights()[0], 1e-6);
        Assert.Throws<ArgumentException>(() => model.Optimizer.Apply(whole with { Gradients = [null] }));
    }

    [Fact]
    public void A_refused_step_leaves_the_updates_of_its_call_alone()
    {
        var statistics = new BatchNormalization(scale: false, center: false);
        var model = new Sequential([statistics, new Dense(2)]);
        model.Compile(new SGD(0.1), "mse");
        var result = model.ComputeGradients((X, Y));

        Assert.Throws<ArgumentException>(() => model.Optimizer.Apply(result with { Gradients = [null, null] }));
        Golden.AssertClose(Tensor.Zeros([4]), statistics.MovingMean!.Value, 0);
        model.Optimizer.Apply(result);
        Golden.AssertClose(X.Mean(0) * 0.01, statistics.MovingMean.Value, 1e-6);
    }

    [Fact]
    public void The_losses_of_the_outputs_are_there_by_name()
    {
        var inputs = Glassbox.Keras.Input([4]);
        var model = new Model(inputs, [new Dense(2, name: "a").Apply(inputs), new Dense(2, name: "b").Apply(inputs)]);
        model.Compile(new SGD(0.1), ["mse", "mae"], lossWeights: [1, 3]);
        var result = model.ComputeGradients(new Batch(X, [Y, Y]));

        Assert.Equal(["a", "b"], result.OutputLosses.Keys);
        Golden.AssertClose(result.Loss, result.OutputLosses["a"] + (3 * result.OutputLosses["b"]), 1e-6);
        var shown = model.TrainOnBatch(X, [Y, Y]);
        Assert.Equal((double)result.OutputLosses["b"], shown["b_loss"], 1e-6);
        Assert.Equal(["loss", "a_loss", "b_loss"], model.Metrics.Select(metric => metric.Name));
    }

    [Fact]
    public void A_model_without_trainable_weights_changes_its_state_alone()
    {
        var statistics = new BatchNormalization(scale: false, center: false);
        var model = new Sequential([statistics]);
        model.Compile("sgd", "mse");
        model.TrainOnBatch(X, X);
        Golden.AssertClose(X.Mean(0) * 0.01, statistics.MovingMean!.Value, 1e-6);
        Assert.Equal(0, model.Optimizer.Iterations);
    }

    [Fact]
    public void The_price_of_outputs_and_weights_is_part_of_the_loss()
    {
        var model = new Sequential([new Dense(2, kernelRegularizer: "l2", activityRegularizer: "l1", inputShape: [4])]);
        model.Compile("sgd", "mse");
        var predicted = model.Predict(X, verbose: 0);
        var expected = Ops.Mean(Ops.Square(predicted - Y)) + (0.01 * Ops.Sum(Ops.Abs(predicted)) / 16) + model.Losses.Sum();
        Golden.AssertClose(expected, model.ComputeGradients((X, Y)).Loss, 1e-5);
    }

    [Fact]
    public void A_refused_batch_changes_nothing()
    {
        var model = new Sequential([new BatchNormalization(), new Dense(2)]);
        Metric[] metrics =
            ["mae", "accuracy", "r2_score", "f1_score", "auc", new OneHotMeanIoU(2), new Counting(), new RefusingThree()];
        model.Compile(new Adam(), "mse", metrics);
        var labels = Ops.Cast(Y > 0, DType.Float32);
        model.TestOnBatch(X, labels);
        var (weights, shown) = (model.GetWeights(), model.Metrics.Select(metric => metric.Result()).ToArray());

        Batch[] refused = [new Batch(X), (X[.., ..3], labels), (X, labels[.., ..1].Reshape(8, 2)), (X, Tensor.Zeros([16, 3])),
            (X[..3], labels[..3])];
        foreach (var batch in refused)
        {
            Assert.ThrowsAny<ArgumentException>(() => model.TestOnBatch(batch.Inputs, batch.Targets));
            Assert.ThrowsAny<ArgumentException>(() => model.TrainOnBatch(batch.Inputs, batch.Targets));
        }

        Assert.Equal(shown, model.Metrics.Select(metric => metric.Result()));
        Assert.All(weights.Zip(model.GetWeights()), pair => Golden.AssertClose(pair.First, pair.Second, 0));
        Assert.Equal(0, model.Optimizer.Iterations);
    }

    [Fact]
    public void Figures_stay_those_of_their_step_wherever_they_are_read()
    {
        var labels = Ops.Cast(Y > 0, DType.Float32);
        var model = new Sequential([new Dense(2, inputShape: [4])]);
        var start = model.GetWeights();
        T[] Trained<T>(Func<Logs, T> see)
        {
            List<T> seen = [];
            model.SetWeights(start);
            model.Compile(new SGD(0.1), "mse", ["mae", "r2_score", "f1_score", new RootMeanSquaredError(), "accuracy"], ["mae"]);
            model.Fit(X, labels, batchSize: 4, epochs: 2, shuffle: false, verbose: 0,
                callbacks: [new Watching(logs => seen.Add(see(logs)))]);
            return [.. seen];
        }

        var expected = Trained(logs => logs.Values.ToArray());
        var late = Trained(logs => logs);
        double[][] elsewhere = [];
        var thread = new Thread(() => elsewhere = [.. late.Select(logs => logs.Values.ToArray())]);
        thread.Start();
        thread.Join();

        Assert.Equal(["loss", "mae", "r2_score", "f1_score", "root_mean_squared_error", "accuracy", "weighted_mae"], late[0].Keys);
        Assert.Equal(8, expected.Length);
        Assert.Equal(expected, elsewhere);
        Assert.Equal(expected, late.Select(logs => logs.Values.ToArray()));
    }

    private static Sequential Lively()
    {
        Utils.SetRandomSeed(7);
        var model = new Sequential(
        [
            new Dense(6, "relu", activityRegularizer: "l2", inputShape: [4]), new BatchNormalization(), new Dropout(0.3),
            new GaussianNoise(0.1, seed: 3), new SpectralNormalization(new Dense(2)),
        ]);
        model.Compile(new Adam(0.01, useEma: true), "mse", ["mae", "r2_score"]);
        model.TrainOnBatch(X, Y);
        return model;
    }

    private sealed class Watching(Action<Logs> see) : Glassbox.Callbacks.Callback
    {
        public override void OnTrainBatchEnd(int batch, Logs logs) => see(logs);
    }

    private sealed class Counting : Metric
    {
        private readonly Variable count;

        public Counting() => count = AddVariable([], "zeros");

        public override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) => count.AssignAdd((float)yPred.Shape[0]);

        public override double Result() => (double)count.Value;
    }

    private sealed class RefusingThree : Metric
    {
        public override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) =>
            ArgumentOutOfRangeException.ThrowIfEqual(yPred.Shape[0], 3);

        public override double Result() => 0;
    }
}
