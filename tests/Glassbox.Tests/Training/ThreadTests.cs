using Glassbox.Callbacks;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Training;

/// <summary>One model that several threads use at once.</summary>
public class ThreadTests
{
    private const int Threads = 6;

    private static readonly Tensor X = Tensor.RandomNormal([64, 8], seed: 1);
    private static readonly Tensor Y = Tensor.RandomNormal([64, 2], seed: 2);

    [Fact]
    public void The_first_calls_of_several_threads_build_a_model_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var model = new Blocks();
            using var start = new Barrier(Threads);
            var outputs = new Tensor[Threads];
            Together(thread =>
            {
                start.SignalAndWait();
                outputs[thread] = model.Apply(X);
            });

            Assert.Equal(6, model.Weights.Count);
            var expected = model.Apply(X).Bits();
            Assert.All(outputs, output => Assert.Equal(expected, output.Bits()));
        }
    }

    [Fact]
    public void The_first_batches_of_several_threads_find_out_the_outputs_of_a_custom_model_once()
    {
        for (var round = 0; round < 20; round++)
        {
            var model = new Blocks();
            var targets = Ops.ZerosLike(model.Apply(X));
            model.Compile("sgd", "mse", ["mae"]);
            using var start = new Barrier(Threads);
            var losses = new double[Threads];
            var metrics = new IReadOnlyList<Glassbox.Metrics.Metric>[Threads];
            Together(thread =>
            {
                start.SignalAndWait();
                losses[thread] = (double)model.ComputeGradients((X, targets)).Loss;
                metrics[thread] = model.Metrics;
            });

            Assert.All(losses, loss => Assert.Equal(losses[0], loss));
            Assert.All(metrics, all => Assert.Equal(metrics[0], all));
            Assert.Equal(["loss", "mae"], model.TrainOnBatch(X, targets).Select(figure => figure.Key));
        }
    }

    [Fact]
    public void What_other_threads_ask_beside_a_training_changes_no_bit_of_it()
    {
        var expected = Trained(_ => { });
        foreach (var entry in new Action<Sequential>[]
        {
            model => model.Predict(X, verbose: 0),
            model => model.Apply(X),
            model => model.Explain(X[0]),
            model => model.ComputeGradients((X, Y)),
            model => Assert.All(model.GetWeights(), weight => Assert.NotEmpty(weight.Bits())),
            model => Refused(() => model.TestOnBatch(X, Y)),
            model => Refused(() => model.TrainOnBatch(X, Y)),
            model => Refused(() => model.Evaluate(X, Y, verbose: 0)),
            model => Refused(() => model.Fit(X, Y, verbose: 0)),
        })
        {
            Assert.Equal(expected, Trained(entry));
        }
    }

    /// <summary>The weights and figures of a training beside which other threads do something.</summary>
    private static byte[][] Trained(Action<Sequential> beside)
    {
        var model = new Sequential(
        [
            new Dense(16, "relu", kernelInitializer: new GlorotUniform(3), activityRegularizer: "l2", inputShape: 8),
            new BatchNormalization(),
            new Dropout(0.3, seed: 4),
            new Dense(2, kernelInitializer: new GlorotUniform(5), kernelRegularizer: "l1"),
        ]);
        model.Compile(new Adam(), "mse", ["mae"]);
        using var begun = new ManualResetEventSlim();
        using var over = new ManualResetEventSlim();
        Exception? failure = null;
        var others = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            begun.Wait();
            try
            {
                while (!over.IsSet)
                {
                    beside(model);
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        })).ToList();
        others.ForEach(thread => thread.Start());
        // The others are there from the first batch to the end of the last, all within the training.
        var span = new LambdaCallback(
            onTrainBatchBegin: _ => begun.Set(),
            onTrainEnd: _ =>
            {
                over.Set();
                others.ForEach(thread => thread.Join());
            });
        var history = model.Fit(X, Y, batchSize: 8, epochs: 8, verbose: 0, callbacks: [span], shuffle: false);
        Assert.Null(failure);
        return [.. model.Weights.Select(weight => weight.Value.Bits()),
            .. new[] { "loss", "mae" }.Select(name => Tensor.FromSpan<double>([.. history[name]]).Bits())];
    }

    /// <summary>What is refused while another thread trains, and may be done once that has ended.</summary>
    private static void Refused(Action action)
    {
        try
        {
            action();
            Assert.Fail("It was not refused beside a training.");
        }
        catch (InvalidOperationException failure)
        {
            Assert.Contains("is being trained on another thread", failure.Message, StringComparison.Ordinal);
        }
    }

    private static void Together(Action<int> action)
    {
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() => action(thread))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    private sealed class Blocks : Model
    {
        private readonly List<Dense[]> blocks = [[new(16, "relu"), new(16, "relu")], [new(4)]];

        protected override Tensor Call(Tensor x, CallContext context) =>
            blocks.SelectMany(block => block).Aggregate(x, (value, layer) => layer.Apply(value, context));
    }
}
