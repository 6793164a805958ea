using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Training;

/// <summary>A value that was read stays as it was read, whatever becomes of the variable.</summary>
public class SnapshotTests
{
    private static readonly Tensor X = Tensor.RandomNormal([32, 4], seed: 1);
    private static readonly Tensor Y = Ops.Sum(X, axis: 1, keepdims: true) * 0.5;

    [Fact]
    public void Weights_read_between_steps_and_within_them_are_snapshots()
    {
        var model = Regression();
        var step = new Reads(model);
        step.Compile(new SGD(0.1), "mse");
        var before = ((Dense)model.Layers[0]).Kernel!.Value;
        var copy = before.Copy();
        step.Fit(X, Y, epochs: 3, batchSize: 8, verbose: 0);

        Assert.Equal(copy.Bits(), before.Bits());
        Assert.Equal(12, step.Read.Count);
        Assert.All(step.Read, pair => Assert.Equal(pair.Copy.Bits(), pair.Value.Bits()));
        Assert.Equal(12, step.Read.Select(pair => Convert.ToHexString(pair.Value.Bits())).Distinct().Count());
    }

    [Fact]
    public void A_tape_keeps_the_weights_that_it_saw_until_its_gradients_are_computed()
    {
        var w = new Variable(Tensor.FromArray(new[] { 2f, 3f }));
        using var tape = new GradientTape();
        var y = Ops.Sum(Ops.Square(w) * w);
        var seen = w.Value;
        new SGD(1).Apply([Tensor.Ones([2])], [w]);
        Assert.Equal([1f, 2f], w.Value.ToArray<float>());

        // 3w² of the values then, not of those now.
        Assert.Equal([12f, 27f], tape.Gradient(y, seen).ToArray<float>());
    }

    [Fact]
    public void The_generator_learns_through_the_discriminator_that_judged_it()
    {
        var (gan, reference) = (new Gan(), new Gan());
        gan.Compile(new SGD(0.5));
        Tensor fake = Tensor.RandomNormal([16, 3], seed: 5), real = Tensor.RandomNormal([16, 3], seed: 6);
        gan.Discriminator.Apply(fake);
        reference.Discriminator.Apply(fake);
        gan.Generator.Apply(fake);
        reference.Generator.Apply(fake);
        reference.Discriminator.SetWeights(gan.Discriminator.GetWeights());
        reference.Generator.SetWeights(gan.Generator.GetWeights());

        // The same gradient, computed before the discriminator changed.
        using var tape = new GradientTape();
        var loss = Ops.Mean(reference.Discriminator.Apply(reference.Generator.Apply(fake)));
        var expected = tape.Gradient(loss, reference.Generator.TrainableVariables);

        gan.Fit(fake, real, batchSize: 16, verbose: 0, shuffle: false);
        Assert.All(expected.Zip(gan.GeneratorGradients), pair => Assert.Equal(pair.First!.Bits(), pair.Second!.Bits()));
    }

    [Fact]
    public void Weights_can_be_put_back()
    {
        // Sharpness-aware minimization goes up the gradient, takes the gradient there, and steps from where it was.
        var model = Regression();
        var sam = new Sharp(model);
        sam.Compile(new SGD(0), "mse");
        var before = model.GetWeights();
        sam.Fit(X, Y, epochs: 2, batchSize: 8, verbose: 0);
        Assert.All(before.Zip(model.GetWeights()), pair => Assert.Equal(pair.First.Bits(), pair.Second.Bits()));
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    [InlineData("adamw")]
    public void Reading_changes_no_bit_of_a_training(string optimizer)
    {
        byte[][] Trained(bool reads)
        {
            var model = Regression();
            model.Compile(optimizer, "mse");
            var kept = new List<Tensor>();
            model.Fit(X, Y, epochs: 3, batchSize: 8, verbose: 0, shuffle: false,
                callbacks: reads ? [new Glassbox.Callbacks.LambdaCallback(onTrainBatchEnd: (_, _) =>
                kept.AddRange(model.Weights.Select(weight => weight.Value)))] : []);
            return [.. model.Weights.Select(weight => weight.Value.Bits())];
        }

        Assert.Equal(Trained(reads: false), Trained(reads: true));
    }

    [Fact]
    public async Task Values_read_on_another_thread_during_a_training_are_whole()
    {
        // All weights of the layer move alike, so that a mixture of two steps shows.
        var layer = new Dense(512, useBias: false, kernelInitializer: "zeros", inputShape: 512);
        var model = new Sequential([layer]);
        model.Compile(new SGD(1e-3), (_, predicted) => Ops.Mean(Ops.Sum(predicted, axis: 1, keepdims: true), axis: 1));
        var x = Tensor.Ones([4, 512]);
        using var stop = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var (mixed, read) = (0, 0);
            while (!stop.IsCancellationRequested)
            {
                var value = layer.Kernel!.Value;
                mixed += (double)Ops.Max(value) == (double)Ops.Min(value) ? 0 : 1;
                var predicted = model.Predict(x, verbose: 0);
                mixed += (double)Ops.Max(predicted) == (double)Ops.Min(predicted) ? 0 : 1;
                read++;
            }

            return (mixed, read);
        });
        model.Fit(x, Tensor.Zeros([4, 512]), batchSize: 4, epochs: 300, verbose: 0);
        await stop.CancelAsync();
        var (mixed, read) = await reader;
        Assert.True(read > 0);
        Assert.Equal(0, mixed);
    }

    private static Sequential Regression() => new([
        new Dense(8, "tanh", kernelInitializer: new Glassbox.Initializers.GlorotUniform(1), inputShape: 4),
        new Dense(1, kernelInitializer: new Glassbox.Initializers.GlorotUniform(2)),
    ]);

    private sealed class Reads(Sequential inner) : Model
    {
        public List<(Tensor Value, Tensor Copy)> Read { get; } = [];

        protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call) => inner.ApplyAll(inputs, call);

        public override Logs TrainStep(Batch batch)
        {
            var kernel = ((Dense)inner.Layers[0]).Kernel!;
            Read.Add((kernel.Value, kernel.Value.Copy()));
            return base.TrainStep(batch);
        }
    }

    private sealed class Gan : Model
    {
        public Sequential Generator { get; } = new([new Dense(8, "tanh"), new Dense(3)]);

        public Sequential Discriminator { get; } = new([new Dense(8, "tanh"), new Dense(1)]);

        public IReadOnlyList<Tensor?> GeneratorGradients { get; private set; } = [];

        public override Logs TrainStep(Batch batch)
        {
            using var generator = new GradientTape();
            using var discriminator = new GradientTape();
            var judged = Discriminator.Apply(Generator.Apply(batch.Inputs[0], training: true), training: true);
            var loss = Ops.Mean(judged);
            var truth = Ops.Mean(Discriminator.Apply(batch.Targets[0], training: true)) - loss;
            var optimizer = new SGD(0.5);
            optimizer.Apply(discriminator.Gradient(truth, Discriminator.TrainableVariables), Discriminator.TrainableVariables);
            GeneratorGradients = generator.Gradient(loss, Generator.TrainableVariables);
            return new Logs { ["loss"] = (double)loss };
        }
    }

    private sealed class Sharp(Sequential inner) : Model
    {
        protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call) => inner.ApplyAll(inputs, call);

        public override Logs TrainStep(Batch batch)
        {
            var variables = inner.TrainableVariables;
            var saved = variables.Select(variable => variable.Value).ToArray();
            var loss = new MeanSquaredError();
            using (var tape = new GradientTape())
            {
                var value = loss.Apply(batch.Targets[0], inner.Apply(batch.Inputs[0], training: true));
                new SGD(0.5).Apply(tape.Gradient(-value, variables), variables);
            }

            Assert.NotEqual(saved[0].Bits(), variables[0].Value.Bits());
            foreach (var (variable, value) in variables.Zip(saved))
            {
                variable.Assign(value);
            }

            return new Logs { ["loss"] = 0 };
        }
    }
}
