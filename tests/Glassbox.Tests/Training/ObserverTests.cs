using Glassbox.Layers;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Training;

/// <summary>Anybody may watch a training, which does not notice.</summary>
public class ObserverTests
{
    private static readonly Tensor X = Tensor.RandomNormal([12, 4], seed: 1);
    private static readonly Tensor Y = Tensor.RandomNormal([12, 2], seed: 2);
    private static readonly Watched Everything = new() { Activations = [Watched.All], Gradients = [Watched.All], Weights = [Watched.All] };

    [Fact]
    public void A_step_is_seen_with_its_activations_gradients_and_weights()
    {
        var model = Compiled(new Sequential([new Dense(3, "tanh", inputShape: [4], name: "first"), new Dense(2, name: "second")]));
        var before = model.GetWeights();
        var result = model.ComputeGradients((X, Y));
        List<StepSnapshot> seen = [];
        var wanted = new Watched { Activations = ["first"], Gradients = ["second"], Weights = ["first", "second"] };
        using var watch = model.Observe(seen.Add, wanted);
        var logs = model.TrainOnBatch(X, Y);

        var step = Assert.Single(seen);
        Assert.Equal((0L, null, logs.Loss), (step.Step, step.Epoch, step.Logs.Loss));
        Assert.Equal(["first"], step.Activations.Keys);
        Golden.AssertClose(Ops.Tanh(Ops.MatMul(X, before[0]) + before[1]), Assert.Single(step.Activations["first"]), 1e-6);
        Assert.Equal(["second/kernel", "second/bias"], step.Gradients.Keys);
        Golden.AssertClose(result.Gradients[2]!, step.Gradients["second/kernel"], 0);
        Assert.Equal(["first/kernel", "first/bias", "second/kernel", "second/bias"], step.Weights.Keys);
        Golden.AssertClose(before[2] - (0.1 * result.Gradients[2]!), step.Weights["second/kernel"], 1e-6);
    }

    [Fact]
    public void What_was_seen_stays_as_it_was()
    {
        var model = Compiled(new Sequential([new Dense(3, "tanh", inputShape: [4]), new Dropout(0.2, seed: 1), new Dense(2)]));
        List<(StepSnapshot Snapshot, double[] Numbers)> seen = [];
        double[] Numbers(StepSnapshot step) =>
        [
            .. step.Logs.Values,
            .. step.Activations.Values.SelectMany(outputs => outputs).Concat(step.Gradients.Values).Concat(step.Weights.Values)
                .SelectMany(tensor => tensor.Cast("float64").ToArray<double>()),
        ];

        using (model.Observe(step => seen.Add((step, Numbers(step))), Everything))
        {
            model.Fit(X, Y, batchSize: 4, epochs: 3, verbose: 0);
        }

        model.Fit(X, Y, batchSize: 4, epochs: 2, verbose: 0);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8], seen.Select(step => step.Snapshot.Step));
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2], seen.Select(step => step.Snapshot.Epoch ?? -1));
        Assert.All(seen, step => Assert.Equal(step.Numbers, Numbers(step.Snapshot)));
        Assert.NotEqual(seen[0].Numbers, seen[1].Numbers);
    }

    [Fact]
    public void What_an_observer_reads_and_computes_itself_stays_as_it_was()
    {
        var model = Compiled(new Sequential([new Dense(3, "tanh", inputShape: [4]), new Dense(2)]));
        List<(Tensor Held, Tensor Computed, Tensor Copied)> seen = [];
        using (model.Observe(_ => Keep(model.Weights[0].Value)))
        {
            model.Fit(X, Y, batchSize: 4, epochs: 3, verbose: 0);
        }

        Assert.Equal(9, seen.Count);
        Assert.All(seen, one => Assert.Equal(one.Copied.Bits(), one.Held.Bits()));
        Assert.All(seen, one => Assert.Equal(one.Copied.Bits(), (one.Computed / 2).Bits()));
        Assert.NotEqual(seen[0].Copied.Bits(), seen[1].Copied.Bits());

        void Keep(Tensor held) => seen.Add((held, held * 2, held.Copy()));
    }

    [Fact]
    public void Watching_changes_no_bit_of_the_training()
    {
        var (watched, alone) = (Lively(), Lively());
        alone.Predict(X, verbose: 0);
        watched.Predict(X, verbose: 0);
        watched.SetWeights(alone.GetWeights());
        using (watched.Observe(_ => { }, Everything))
        {
            watched.Fit(X, Y, batchSize: 5, epochs: 3, shuffle: false, verbose: 0);
        }

        alone.Fit(X, Y, batchSize: 5, epochs: 3, shuffle: false, verbose: 0);
        Assert.All(alone.Weights.Zip(watched.Weights), pair => Golden.AssertClose(pair.First, pair.Second, 0));
        Assert.All(alone.Optimizer.Variables.Zip(watched.Optimizer.Variables), pair => Golden.AssertClose(pair.First, pair.Second, 0));
    }

    [Fact]
    public void A_training_that_nobody_watches_does_nothing_for_it()
    {
        var model = Compiled(new Sequential([new Dense(3, inputShape: [4]), new Dense(2)]));
        long Allocated(int steps)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < steps; i++)
            {
                model.TrainOnBatch(X, Y);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(100);
        var never = Allocated(100);
        var asked = 0;
        var unwilling = model.Observe(new Asked(() => asked++));
        Allocated(3);
        Assert.Equal(3, asked);
        unwilling.Dispose();
        unwilling.Dispose();
        Assert.InRange(Allocated(100), never * 0.95, never * 1.05);
        Assert.Equal(3, asked);
        Assert.Empty(model.Observers);
    }

    [Fact]
    public void Observers_of_several_models_on_several_threads_do_not_mix()
    {
        Sequential Numbered(int i) => Compiled(new Sequential([new Dense(i + 1, inputShape: [4], name: $"layer_{i}"), new Dense(2)]));
        var models = Enumerable.Range(0, 4).Select(Numbered).ToArray();
        var seen = models.Select(_ => new List<StepSnapshot>()).ToArray();
        var threads = models.Select((model, i) => new Thread(() =>
        {
            using var watch = model.Observe(seen[i].Add, Everything);
            model.Fit(X, Y, batchSize: 2, epochs: 5, verbose: 0);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        for (var i = 0; i < models.Length; i++)
        {
            Assert.Equal(Enumerable.Range(0, 30), seen[i].Select(step => (int)step.Step));
            Assert.All(seen[i], step => Assert.Equal([2, i + 1], Assert.Single(step.Activations[$"layer_{i}"]).Shape));
            Golden.AssertClose(models[i].Weights[0], seen[i][^1].Weights[models[i].Weights[0].Path], 0);
        }
    }

    [Fact]
    public void Several_may_watch_one_training_each_what_it_wants()
    {
        var model = Compiled(new Sequential([new Dense(3, inputShape: [4], name: "only"), new Dense(2)]));
        List<StepSnapshot> each = [], third = [];
        using var first = model.Observe(each.Add);
        using var second = model.Observe(third.Add, new Watched { Gradients = ["only"] }, every: 3);
        model.Fit(X, Y, batchSize: 2, verbose: 0);

        Assert.Equal((6, 2), (each.Count, third.Count));
        Assert.Equal([0, 3], third.Select(step => step.Step));
        Assert.All(each, step => Assert.Equal((0, 0, 0), (step.Activations.Count, step.Gradients.Count, step.Weights.Count)));
        Assert.All(third, step => Assert.Equal(["only/kernel", "only/bias"], step.Gradients.Keys));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Observe(each.Add, every: 0));
    }

    [Fact]
    public void Layers_within_others_are_named_with_these()
    {
        var inputs = Glassbox.Keras.Input([4]);
        var encoder = new Sequential([new Dense(3, name: "dense"), new Dense(4, name: "code")], name: "encoder");
        var shared = new Dense(4, name: "dense");
        var model = new Model(inputs, new Dense(2, name: "end").Apply(shared.Apply(shared.Apply(encoder.Apply(inputs))) + inputs));
        Compiled(model);
        List<StepSnapshot> seen = [];
        var wanted = new Watched { Activations = ["encoder/dense", "dense"], Gradients = ["encoder"], Weights = [Watched.All] };
        using var watch = model.Observe(seen.Add, wanted);
        model.TrainOnBatch(X, Y);

        Assert.Equal(["encoder/dense", "dense"], seen[0].Activations.Keys);
        Assert.Equal((1, 2), (seen[0].Activations["encoder/dense"].Count, seen[0].Activations["dense"].Count));
        Assert.Equal(["dense/kernel", "dense/bias", "code/kernel", "code/bias"], seen[0].Gradients.Keys);
        Assert.Equal(8, seen[0].Weights.Count);
        Assert.Contains("dense/kernel_1", seen[0].Weights.Keys);
    }

    [Fact]
    public void A_layer_that_the_model_does_not_have_is_refused_before_the_step()
    {
        var model = Compiled(new Sequential([new Dense(2, inputShape: [4], name: "hidden")]));
        using var watch = model.Observe(_ => { }, new Watched { Activations = ["hiden"] });
        Assert.Contains("'hidden'", Assert.Throws<ArgumentException>(() => model.TrainOnBatch(X, Y)).Message, StringComparison.Ordinal);
        Assert.Equal(0, model.Optimizer.Iterations);
    }

    [Fact]
    public void A_step_of_ones_own_shows_what_it_takes_from_the_standard_one()
    {
        var inputs = Glassbox.Keras.Input([4]);
        var model = new Halving(inputs, new Dense(2, name: "only").Apply(inputs));
        Compiled(model);
        List<StepSnapshot> seen = [];
        using var watch = model.Observe(seen.Add, Everything);
        model.Fit(X, Y, verbose: 0);
        Assert.Equal((1, 2, 2), (seen[0].Activations.Count, seen[0].Gradients.Count, seen[0].Weights.Count));
        Assert.Equal(["loss"], seen[0].Logs.Keys);
    }

    private static T Compiled<T>(T model)
        where T : Model
    {
        model.Compile(new SGD(0.1), "mse");
        return model;
    }

    private static Sequential Lively() => Compiled(new Sequential(
    [
        new Dense(6, "relu", activityRegularizer: "l2", inputShape: [4]), new BatchNormalization(), new Dropout(0.3, seed: 4),
        new GaussianNoise(0.1, seed: 3), new Dense(2),
    ]));

    private sealed class Asked(Action ask) : TrainingObserver
    {
        public override Watched? Wants(long step)
        {
            ask();
            return null;
        }

        public override void OnStep(StepSnapshot snapshot) => throw new InvalidOperationException("Nothing was wanted.");
    }

    private sealed class Halving(Tensor inputs, Tensor outputs) : Model(inputs, outputs)
    {
        public override Logs TrainStep(Batch batch)
        {
            var result = ComputeGradients(batch);
            Optimizer.Apply(result with { Gradients = [.. result.Gradients.Select(gradient => gradient! / 2)] });
            return ComputeMetrics(batch, result);
        }
    }
}
