using Glassbox.Callbacks;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Training;

[Collection("process state")]
public class FitTests
{
    private static readonly Tensor X = Tensor.RandomNormal([50, 6], seed: 1);
    private static readonly Tensor Y = Utils.ToCategorical(Ops.Cast(X[.., 0] > 0, "int64") + Ops.Cast(X[.., 1] > 0, "int64"), 3);

    [Fact]
    public void The_same_seed_gives_the_same_weights_bit_for_bit_and_another_seed_others()
    {
        Tensor[] Train(int seed)
        {
            Utils.SetRandomSeed(seed);
            var model = new Sequential { new Dense(16, "relu", inputShape: [6]), new Dropout(0.3), new Dense(3, "softmax") };
            model.Compile("adam", "categorical_crossentropy", ["accuracy"]);
            model.Fit(X, Y, batchSize: 16, epochs: 3, verbose: 0);
            return [.. model.GetWeights()];
        }

        Assert.All(Train(1337).Zip(Train(1337)), pair => AssertSameBits(pair.First, pair.Second));
        Assert.False(Train(1337)[0].AsSpan<float>().SequenceEqual(Train(1)[0].AsSpan<float>()));
    }

    [Fact]
    public void Pixels_train_as_the_floats_of_the_same_values_do()
    {
        var pixels = Ops.Cast(Ops.Clip((X * 40) + 128, 0, 255), DType.UInt8);

        Tensor[] Train(Tensor x)
        {
            Utils.SetRandomSeed(7);
            var model = new Sequential { new Rescaling(1 / 255.0, inputShape: [6]), new Dense(3, "softmax") };
            model.Compile("adam", "categorical_crossentropy");
            model.Fit(x, Y, batchSize: 16, epochs: 2, verbose: 0, validationSplit: 0.2);
            return [.. model.GetWeights(), model.Predict(x, verbose: 0)];
        }

        Assert.All(Train(pixels).Zip(Train(Ops.Cast(pixels, DType.Float32))), pair => AssertSameBits(pair.First, pair.Second));
    }

    [Fact]
    public void A_frozen_layer_keeps_its_weights_bit_for_bit_through_training()
    {
        var model = Compiled();
        model.Layers[0].Trainable = false;
        var (frozen, free) = (model.Layers[0].GetWeights(), model.Layers[1].GetWeights());

        model.Fit(X, Y, epochs: 2, verbose: 0);

        Assert.All(frozen.Zip(model.Layers[0].GetWeights()), pair => AssertSameBits(pair.First, pair.Second));
        Assert.False(Ops.AllClose(free[0], model.Layers[1].GetWeights()[0]));
    }

    [Fact]
    public void A_stream_of_batches_trains_as_the_tensors_that_it_is_cut_from()
    {
        var (whole, streamed) = (Compiled(), Compiled());
        streamed.SetWeights(whole.GetWeights());
        IEnumerable<Batch> Batches()
        {
            for (var start = 0; start < 50; start += 16)
            {
                var rows = start..Math.Min(start + 16, 50);
                yield return (X[rows], Y[rows]);
            }
        }

        var history = whole.Fit(X, Y, batchSize: 16, epochs: 2, verbose: 0, shuffle: false, validationData: (X, Y));
        var other = streamed.Fit(Batches(), epochs: 2, verbose: 0, validationData: Batches());

        Assert.Equal(history["loss"], other["loss"]);
        Assert.Equal(history["accuracy"], other["accuracy"]);
        Assert.Equal(history["val_accuracy"], other["val_accuracy"]);
        Assert.All(whole.GetWeights().Zip(streamed.GetWeights()), pair => AssertSameBits(pair.First, pair.Second));
    }

    [Fact]
    public void Shuffling_shows_each_sample_once_in_an_epoch()
    {
        var seen = new List<double>();
        var model = new Sequential { new Recorder(seen), new Dense(1, inputShape: [1]) };
        model.Compile(new SGD(0), "mse");
        var x = Tensor.Arange(20).Cast("float32").Reshape(20, 1);

        model.Fit(x, x, batchSize: 6, verbose: 0);

        Assert.NotEqual(Enumerable.Range(0, 20).Select(i => (double)i), seen);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (double)i), seen.Order());
    }

    [Fact]
    public void Callbacks_hear_of_everything_in_its_order()
    {
        var log = new List<string>();
        Compiled().Fit(X, Y, batchSize: 25, epochs: 1, verbose: 0, callbacks: [new Listener(log)], validationData: (X, Y));
        Assert.Equal(
            ["train begin", "epoch 0 begin", "batch 0 begin", "batch 0 end accuracy,loss", "batch 1 begin", "batch 1 end accuracy,loss",
            "test begin", "test end accuracy,loss",
                "epoch 0 end accuracy,loss,val_accuracy,val_loss", "train end"],
            log);
    }

    [Fact]
    public void A_callback_can_stop_the_training_after_the_step_that_runs()
    {
        var log = new List<string>();
        var history = Compiled().Fit(X, Y, batchSize: 10, epochs: 9, verbose: 0, callbacks: [new Listener(log, stopAtBatch: 2)]);
        Assert.Single(history.Epoch);
        Assert.Equal("batch 2 end accuracy,loss", log.Last(line => line.StartsWith("batch", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_cancelled_training_ends_with_the_exception_of_dotnet()
    {
        using var source = new CancellationTokenSource();
        var stop = new LambdaListener(source.Cancel);
        Assert.Throws<OperationCanceledException>(() =>
            Compiled().Fit(X, Y, epochs: 1000, verbose: 0, callbacks: [stop], cancellationToken: source.Token));
        Assert.Equal(1, stop.Epochs);
    }

    [Fact]
    public void A_layer_of_ones_own_learns_is_frozen_and_counted_like_a_built_in_one()
    {
        var model = new Sequential { new Scale(inputShape: [6]), new Dense(3, "softmax") };
        model.Compile("adam", "categorical_crossentropy");
        Assert.Equal((6, "(None, 6)"), (model.Layers[0].CountParams(), model.Layers[0].OutputShape.ToString()));
        model.Fit(X, Y, verbose: 0);
        Assert.False(Ops.AllClose(Tensor.Ones([6]), model.Layers[0].GetWeights()[0]));

        model.Layers[0].Trainable = false;
        var before = model.Layers[0].GetWeights()[0];
        model.Fit(X, Y, verbose: 0);
        AssertSameBits(before, model.Layers[0].GetWeights()[0]);
    }

    [Fact]
    public void A_training_loop_of_ones_own_does_what_Fit_does()
    {
        var (fitted, own) = (Compiled(), Compiled());
        own.SetWeights(fitted.GetWeights());
        fitted.Fit(X, Y, batchSize: 50, epochs: 5, verbose: 0, shuffle: false);

        var optimizer = new Adam();
        var loss = new Glassbox.Losses.CategoricalCrossentropy();
        for (var step = 0; step < 5; step++)
        {
            using var tape = new GradientTape();
            var value = loss.Apply(Y, own.Apply(X, training: true));
            optimizer.ApplyGradients(tape.Gradient(value, own.TrainableVariables), own.TrainableVariables);
        }

        Assert.All(fitted.GetWeights().Zip(own.GetWeights()), pair => Assert.True(Ops.AllClose(pair.First, pair.Second, 1e-5, 1e-6)));
    }

    [Fact]
    public void Predict_from_several_threads_gives_the_numbers_that_it_gives_alone()
    {
        var model = Compiled();
        var alone = model.Predict(X, batchSize: 7, verbose: 0);
        var together = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(4)
            .Select(_ => model.Predict(X, batchSize: 7, verbose: 0)).ToArray();
        Assert.All(together, predicted => AssertSameBits(alone, predicted));
    }

    [Theory]
    [ManagedOnly("Threads and the width of vectors are the managed backend's.")]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void The_number_of_threads_changes_no_bit_of_a_training(int bits)
    {
        if (bits > Glassbox.Backends.Cpu.VectorWidth.Widest)
        {
            Assert.Skip($"This processor has no vectors of {bits} bits.");
        }

        var (threads, width) = (Engine.Threads, Engine.VectorBits);
        try
        {
            Glassbox.Backends.Cpu.VectorWidth.Bits = bits;
            var trained = new List<IReadOnlyList<Tensor>>();
            foreach (var count in new[] { 1, 2, 3, 4 })
            {
                Engine.Threads = count;
                Utils.SetRandomSeed(7);
                var model = new Sequential { new Dense(300, "relu", inputShape: [400]), new Dropout(0.2), new Dense(10, "softmax") };
                model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
                var x = Tensor.RandomNormal([300, 400], seed: 3);
                model.Fit(x, Ops.Cast(Ops.Abs(x[.., 0]) * 2, "int64"), batchSize: 128, epochs: 2, verbose: 0);
                trained.Add(model.GetWeights());
            }

            Assert.All(trained.Skip(1), weights => Assert.All(trained[0].Zip(weights), pair => AssertSameBits(pair.First, pair.Second)));
        }
        finally
        {
            (Engine.Threads, Glassbox.Backends.Cpu.VectorWidth.Bits) = (threads, width);
        }
    }

    private static Sequential Compiled()
    {
        var model = new Sequential { new Dense(5, "relu", kernelInitializer: new GlorotUniform(1), inputShape: [6]),
            new Dense(3, "softmax", kernelInitializer: new GlorotUniform(2)) };
        model.Compile("adam", "categorical_crossentropy", ["accuracy"]);
        return model;
    }

    private static void AssertSameBits(Tensor expected, Tensor actual) =>
        Assert.True(expected.AsSpan<float>().SequenceEqual(actual.AsSpan<float>()), "A bit differs.");

    private sealed class Scale(Shape? inputShape = null) : Layer(inputShape)
    {
        private Variable factor = null!;

        protected override void Build(Shape inputShape) => factor = AddWeight("factor", [inputShape[^1]], "ones");

        protected override Tensor Call(Tensor x, CallContext call) => x * factor;
    }

    private sealed class Recorder(List<double> seen) : Layer
    {
        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override Tensor Call(Tensor x, CallContext call)
        {
            if (call.Training)
            {
                seen.AddRange(x.Cast("float64").ToArray<double>());
            }

            return x;
        }
    }

    private sealed class LambdaListener(Action onEpochEnd) : Callback
    {
        public int Epochs { get; private set; }

        public override void OnEpochEnd(int epoch, Logs logs)
        {
            Epochs++;
            onEpochEnd();
        }
    }

    private sealed class Listener(List<string> log, int? stopAtBatch = null) : Callback
    {
        public override void OnTrainBegin() => log.Add("train begin");

        public override void OnTrainEnd(Logs logs) => log.Add("train end");

        public override void OnEpochBegin(int epoch) => log.Add($"epoch {epoch} begin");

        public override void OnEpochEnd(int epoch, Logs logs) => log.Add($"epoch {epoch} end {Names(logs)}");

        public override void OnTrainBatchBegin(int batch) => log.Add($"batch {batch} begin");

        public override void OnTrainBatchEnd(int batch, Logs logs)
        {
            log.Add($"batch {batch} end {Names(logs)}");
            Model.StopTraining |= batch == stopAtBatch;
        }

        public override void OnTestBegin() => log.Add("test begin");

        public override void OnTestEnd(Logs logs) => log.Add($"test end {Names(logs)}");

        private static string Names(Logs logs) => string.Join(',', logs.Keys.Order(StringComparer.Ordinal));
    }
}
