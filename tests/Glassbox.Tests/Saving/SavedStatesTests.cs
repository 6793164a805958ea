using Glassbox.Callbacks;
using Glassbox.Layers;
using Glassbox.Optimizers;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Saving;

/// <summary>Single states and settings that files must hold.</summary>
public sealed class SavedStatesTests : IDisposable
{
    private static readonly Tensor X = Tensor.RandomNormal([40, 6], seed: 1);
    private static readonly Tensor Y = Tensor.RandomUniform([40, 2], seed: 2);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Infinity_and_NaN_are_settings_like_other_numbers()
    {
        var model = new Sequential([new Dense(3, inputShape: [6], name: "NaN"), new ReLU(maxValue: double.PositiveInfinity), new Dense(2)]);
        model.Compile(new Adam(clipnorm: double.PositiveInfinity), "mse");
        RoundTrip.Train(model, X, Y);
        var loaded = RoundTrip.AssertGoesOn(model, X, Y);
        Assert.Equal(double.PositiveInfinity, loaded.Optimizer.Clipnorm);
        Assert.Equal("NaN", loaded.Layers[0].Name);
        Assert.Contains("\"max_value\": Infinity", loaded.ToJson(), StringComparison.Ordinal);
        var constant = Model.FromJson(new Sequential([new Dense(1, inputShape: [1],
            biasInitializer: new Glassbox.Initializers.Constant(double.NegativeInfinity))]).ToJson());
        Assert.Equal(double.NegativeInfinity, (double)constant.GetWeights()[1][0]);
    }

    [Fact]
    public void Discretization_of_columns_of_zeros_is_loaded_with_its_bins_and_adapts_again()
    {
        var layer = new Discretization(numBins: 4, inputShape: [1]);
        layer.Adapt(Tensor.FromArray(new[] { 0.0, 0, 0, 0, 0, 0, 0, 5 }));
        Assert.Equal([0.0, 0, 0], layer.BinBoundaries!);
        new Sequential([layer]).Save(folder["bins.keras"]);

        var loaded = (Discretization)((Sequential)Model.Load(folder["bins.keras"])).Layers[0];
        Assert.Equal(4, loaded.NumBins);
        Assert.Equal([0.0, 0, 0], loaded.BinBoundaries!);
        var values = Tensor.FromArray(new[,] { { -1.0 }, { 0 }, { 3 } });
        Assert.Equal([0L, 3, 3], loaded.Apply(values).Flatten().ToArray<long>());
        loaded.Adapt(Tensor.FromArray(new[] { 1.0, 2, 3, 4 }));
        Assert.Equal([1.0, 2, 3], loaded.BinBoundaries!);
        Assert.Throws<ArgumentException>(() => new Discretization([1, 0]));
        Assert.Throws<ArgumentException>(() => new Discretization([0, 1], numBins: 5));
    }

    [Theory]
    [InlineData("w.npz")]
    [InlineData("w.safetensors")]
    [InlineData("w.weights.h5")]
    public void The_weights_of_a_model_without_weights_are_saved_and_loaded(string file)
    {
        var model = new Sequential([new Flatten(inputShape: [2, 3])]);
        model.SaveWeights(folder[file]);
        model.LoadWeights(folder[file]);
        Assert.Empty(model.Weights);
    }

    [Fact]
    public void Weights_that_do_not_decay_are_kept_from_it_after_loading()
    {
        var model = new Sequential([Glassbox.Keras.Input([6]), new Dense(3), new Dense(2)]);
        var optimizer = new AdamW(0.01, weightDecay: 0.5);
        optimizer.ExcludeFromWeightDecay(varList: [model.Weights[0]], varNames: ["bias"]);
        model.Compile(optimizer, "mse");
        RoundTrip.Train(model, X, Y);
        RoundTrip.AssertGoesOn(model, X, Y);
    }

    [Fact]
    public void A_model_that_its_first_batch_builds_goes_on_after_a_restart()
    {
        var expected = Train(null, int.MaxValue);
        Assert.Throws<TimeoutException>(() => Train(new BackupAndRestore(folder.Root, 2), failAt: 9));
        var actual = Train(new BackupAndRestore(folder.Root, 2), int.MaxValue);
        RoundTrip.AssertSame("weight", expected, actual);

        static IReadOnlyList<Tensor> Train(BackupAndRestore? backup, int failAt)
        {
            using var scope = Utils.RandomSeedScope(7);
            var model = new Sequential([new Dense(8, "relu"), new Dropout(0.3), new Sequential([new Dense(4)]), new Dense(2)]);
            model.Compile("adam", "mse");
            var steps = 0;
            var power = new LambdaCallback(onTrainBatchBegin: _ => steps = steps < failAt ? steps + 1 : throw new TimeoutException());
            model.Fit(X, Y, batchSize: 10, epochs: 4, verbose: 0, callbacks: backup is null ? [power] : [power, backup]);
            return model.GetWeights();
        }
    }

    [Fact]
    public void What_a_killed_save_left_is_removed_by_the_next_and_nothing_else()
    {
        var left = folder[$".model.keras.{Guid.NewGuid():N}.tmp"];
        var (open, other) = (folder[$".other.npz.{Guid.NewGuid():N}.tmp"], folder[".notes.tmp"]);
        File.WriteAllText(left, "half");
        File.WriteAllText(other, "somebody's");
        using (new FileStream(open, FileMode.CreateNew, FileAccess.Write))
        {
            new Sequential([new Dense(2, inputShape: [3])]).Save(folder["model.keras"]);
            Assert.Equal((false, true, true), (File.Exists(left), File.Exists(open), File.Exists(other)));
        }

        new Sequential([new Dense(2, inputShape: [3])]).SaveWeights(folder["again.npz"]);
        Assert.Equal((false, true), (File.Exists(open), File.Exists(other)));
    }

    [Fact]
    public async Task A_model_may_be_saved_beside_its_training_from_the_first_step_on()
    {
        for (var round = 0; round < 5; round++)
        {
            var layers = Enumerable.Range(0, 30).Select(_ => (Layer)new Dense(2));
            var model = new Sequential([Glassbox.Keras.Input([6]), .. layers]);
            model.Compile(new Adam(useEma: true), "mse");
            foreach (var layer in model.Layers.Take(20))
            {
                layer.Trainable = false;
            }

            using var ended = new ManualResetEventSlim();
            var saver = Task.Run(() =>
            {
                while (!ended.IsSet)
                {
                    model.Save(folder["beside.keras"]);
                    _ = model.Optimizer.Variables.Count;
                }
            }, TestContext.Current.CancellationToken);
            for (var step = 0; step < 10; step++)
            {
                model.Layers[2 * step].Trainable = true;
                model.TrainOnBatch(X, Y);
            }

            ended.Set();
            await saver;
            model.Save(folder["beside.keras"]);
            RoundTrip.AssertGoesOn(model, Model.Load(folder["beside.keras"]), X, Y);
        }
    }

    [Fact]
    public async Task Eight_threads_with_a_scope_of_their_own_train_to_the_same_bits()
    {
        var results = new IReadOnlyList<Tensor>[8];
        Parallel.For(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = results.Length }, i => results[i] = Train());
        Assert.All(results, result => RoundTrip.AssertSame("weight", results[0], result));
        RoundTrip.AssertSame("weight", results[0], await Task.Run(Train, TestContext.Current.CancellationToken));

        static IReadOnlyList<Tensor> Train()
        {
            using var scope = Utils.RandomSeedScope(7);
            var model = new Sequential([new Dense(8, "relu", inputShape: [6]), new Dropout(0.5), new GaussianNoise(0.1), new Dense(2)]);
            model.Compile("adam", "mse");
            model.Fit(X, Y, batchSize: 10, epochs: 2, verbose: 0);
            return model.GetWeights();
        }
    }

    [Fact]
    public async Task A_scope_goes_along_with_awaits_and_ends_where_it_began()
    {
        double[] drawn;
        using (Utils.RandomSeedScope(7))
        {
            await Task.Yield();
            drawn = [Draw(), await Task.Run(Draw)];
            using (Utils.RandomSeedScope(8))
            {
                Assert.DoesNotContain(Draw(), drawn);
            }

            drawn = [.. drawn, Draw()];
        }

        using (Utils.RandomSeedScope(7))
        {
            double[] again = [Draw(), Draw(), Draw()];
            Assert.Equal(drawn, again);
            Utils.SetRandomSeed(7);
            Assert.Equal(drawn[0], Draw());
        }

        Assert.NotEqual(drawn[0], Draw());

        static double Draw() => (double)Tensor.RandomUniform([1])[0];
    }
}
