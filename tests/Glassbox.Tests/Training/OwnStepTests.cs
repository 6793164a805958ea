using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Training;

/// <summary>The examples of Keras's guide to training steps of one's own, https://keras.io/guides/custom_train_step_in_torch/.</summary>
public class OwnStepTests
{
    private static readonly Tensor X = Tensor.RandomUniform([96, 4], seed: 1);
    private static readonly Tensor Y = Tensor.RandomUniform([96, 1], seed: 2);
    private static readonly Tensor Weight = Tensor.RandomUniform([96], seed: 3);

    [Fact]
    public void A_first_simple_example()
    {
        var (inputs, outputs) = Ends();
        var model = new Custom(inputs, outputs);
        var plain = new Model(inputs, outputs);
        var before = model.GetWeights();
        plain.Compile(new SGD(0.1), "mse", ["mae"]);
        var expected = plain.Fit(X, Y, epochs: 3, shuffle: false, verbose: 0);
        var trained = plain.GetWeights();

        model.SetWeights(before);
        model.Compile(new SGD(0.1), "mse", ["mae"]);
        var history = model.Fit(X, Y, epochs: 3, shuffle: false, verbose: 0);

        Assert.Equal(["loss", "mae"], history.Keys);
        Assert.Equal(expected["loss"], history["loss"], Close);
        Assert.Equal(expected["mae"], history["mae"], Close);
        Assert.All(trained.Zip(model.GetWeights()), pair => Golden.AssertClose(pair.First, pair.Second, 0));
    }

    [Fact]
    public void Going_lower_level()
    {
        var (inputs, outputs) = Ends();
        var model = new LowerLevel(inputs, outputs);
        model.Compile(new SGD(0.1));
        var history = model.Fit(X, Y, epochs: 5, verbose: 0);

        Assert.Equal(["loss", "mae"], history.Keys);
        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.InRange(history["mae"][^1], 0.01, 1);
    }

    [Fact]
    public void Supporting_sample_and_class_weights()
    {
        var (inputs, outputs) = Ends();
        var model = new Weighted(inputs, outputs);
        model.Compile(new SGD(0), "mse", ["mae"]);
        var predicted = model.Predict(X, verbose: 0);
        var squares = Ops.Square(predicted - Y)[.., 0];

        var history = model.Fit(X, Y, sampleWeight: Weight, batchSize: 96, verbose: 0);
        Assert.Equal((double)Ops.Mean(squares * Weight), history["loss"][0], 1e-6);
        Assert.Equal((double)(Ops.Sum(Ops.Abs(predicted - Y)[.., 0] * Weight) / Ops.Sum(Weight)), history["mae"][0], 1e-6);

        var labels = Ops.Round(Y);
        var weights = Ops.Where(labels > 0.5, 3, 1)[.., 0];
        var byClass = model.Fit(X, labels, classWeight: new Dictionary<int, double> { [1] = 3 }, batchSize: 96, verbose: 0);
        Assert.Equal((double)Ops.Mean(Ops.Square(predicted - labels)[.., 0] * weights), byClass["loss"][0], 1e-6);
    }

    [Fact]
    public void Providing_an_evaluation_step()
    {
        var (inputs, outputs) = Ends();
        var (model, plain) = (new OwnTest(inputs, outputs), new Model(inputs, outputs));
        model.Compile("sgd", "mse", ["mae"]);
        plain.Compile("sgd", "mse", ["mae"]);

        var (expected, actual) = (plain.Evaluate(X, Y, verbose: 0), model.Evaluate(X, Y, verbose: 0));
        Assert.Equal(["loss", "mae"], actual.Keys);
        Assert.Equal(expected.Loss, actual.Loss, 1e-6);
        Assert.Equal(expected["mae"], actual["mae"], 1e-6);
    }

    [Fact]
    public void An_end_to_end_GAN()
    {
        var gan = new Gan(latent: 3);
        gan.Compile(new Adam(3e-3), new Adam(3e-3), new BinaryCrossentropy(fromLogits: true));
        var history = gan.Fit((Structure<Tensor>)(X + 2), batchSize: 32, epochs: 2, verbose: 0);

        Assert.Equal(["d_loss", "g_loss"], history.Keys);
        Assert.Equal(2, history["d_loss"].Count);
        Assert.InRange(history["d_loss"][1], 0.01, 3);
        Assert.InRange(history["g_loss"][1], 0.01, 3);
        Assert.Equal(["d_loss", "g_loss"], gan.Metrics.Select(metric => metric.Name));
    }

    [Fact]
    public void The_mean_of_the_loss_is_the_first_metric_once_the_model_is_compiled()
    {
        var model = new Sequential([new Dense(1, inputShape: [4])]);
        Assert.Empty(model.Metrics);
        model.Compile("sgd", "mse", ["mae"], ["mse"]);
        Assert.Equal(["loss", "mae", "mse"], model.Metrics.Select(metric => metric.Name));
        Assert.IsType<Mean>(model.Metrics[0]);
        Assert.Equal(model.TestOnBatch(X, Y).Loss, model.Metrics[0].Result());
    }

    [Fact]
    public void A_loss_that_nobody_tracks_is_not_shown_as_0()
    {
        var (inputs, outputs) = Ends();
        var model = new Untracked(inputs, outputs);
        model.Compile(new SGD(0.1), "mse", ["mae"]);
        Assert.Equal(["mae"], model.Fit(X, Y, verbose: 0).Keys);
    }

    [Fact]
    public void What_needs_compiling_says_so()
    {
        var model = new Sequential([new Dense(1, inputShape: [4])]);
        Assert.False(model.IsCompiled);
        Assert.Contains("Compile", Assert.Throws<InvalidOperationException>(() => model.Optimizer).Message, StringComparison.Ordinal);
        Assert.Contains("Compile", Assert.Throws<InvalidOperationException>(() => model.ComputeGradients((X, Y))).Message,
            StringComparison.Ordinal);
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-6;

    private static (Tensor Inputs, Tensor Outputs) Ends()
    {
        var inputs = Glassbox.Keras.Input([4]);
        return (inputs, new Dense(1).Apply(new Dense(8, "tanh").Apply(inputs)));
    }

    private sealed class Custom(Tensor inputs, Tensor outputs) : Model(inputs, outputs)
    {
        public override Logs TrainStep(Batch batch)
        {
            var (x, y) = batch;
            var call = new CallContext(training: true);
            using var tape = new GradientTape();
            var predicted = Apply(x, call);
            var loss = ComputeLoss(batch, predicted, call);

            Optimizer.Apply(tape.Gradient(loss, TrainableWeights), TrainableWeights);
            foreach (var metric in Metrics)
            {
                if (metric.Name == "loss")
                {
                    metric.UpdateState(loss);
                }
                else
                {
                    metric.UpdateState(y, predicted);
                }
            }

            return new Logs(Metrics);
        }
    }

    private sealed class LowerLevel(Tensor inputs, Tensor outputs) : Model(inputs, outputs)
    {
        private readonly Mean lossTracker = new("loss");
        private readonly MeanAbsoluteErrorMetric mae = new("mae");
        private readonly MeanSquaredError lossFunction = new();

        public override IReadOnlyList<Metric> Metrics => [lossTracker, mae];

        public override Logs TrainStep(Batch batch)
        {
            var (x, y) = batch;
            using var tape = new GradientTape();
            var predicted = Apply(x, training: true);
            var loss = lossFunction.Apply(y, predicted);
            Optimizer.Apply(tape.Gradient(loss, TrainableWeights), TrainableWeights);

            lossTracker.UpdateState(loss);
            mae.UpdateState(y, predicted);
            return new Logs(Metrics);
        }
    }

    private sealed class Weighted(Tensor inputs, Tensor outputs) : Model(inputs, outputs)
    {
        public override Logs TrainStep(Batch batch)
        {
            var (x, y, sampleWeight) = batch;
            var call = new CallContext(training: true);
            using var tape = new GradientTape();
            var predicted = Apply(x, call);
            var loss = ComputeLoss(batch, predicted, call);
            Optimizer.Apply(tape.Gradient(loss, TrainableWeights), TrainableWeights);
            foreach (var metric in Metrics)
            {
                if (metric.Name == "loss")
                {
                    metric.UpdateState(loss);
                }
                else
                {
                    metric.UpdateState(y, predicted, sampleWeight);
                }
            }

            return new Logs(Metrics);
        }
    }

    private sealed class OwnTest(Tensor inputs, Tensor outputs) : Model(inputs, outputs)
    {
        public override Logs TestStep(Batch batch)
        {
            var (x, y) = batch;
            var call = new CallContext();
            var predicted = Apply(x, call);
            var loss = ComputeLoss(batch, predicted, call);
            foreach (var metric in Metrics)
            {
                if (metric.Name == "loss")
                {
                    metric.UpdateState(loss);
                }
                else
                {
                    metric.UpdateState(y, predicted);
                }
            }

            return new Logs(Metrics);
        }
    }

    private sealed class Untracked(Tensor inputs, Tensor outputs) : Model(inputs, outputs)
    {
        public override Logs TrainStep(Batch batch)
        {
            var result = ComputeGradients(batch);
            Optimizer.Apply(result);
            return ComputeMetrics(batch, result.Predicted);
        }
    }

    private sealed class Gan(int latent) : Model
    {
        private readonly Sequential discriminator = [Glassbox.Keras.Input([4]), new Dense(8, "leaky_relu"), new Dropout(0.2), new Dense(1)];
        private readonly Sequential generator = [Glassbox.Keras.Input([latent]), new Dense(8, "leaky_relu"), new Dense(4)];
        private readonly Mean discriminatorLoss = new("d_loss");
        private readonly Mean generatorLoss = new("g_loss");
        private readonly SeedGenerator seedGenerator = new(1337);
        private Adam generatorOptimizer = null!;
        private Loss lossFunction = null!;

        public override IReadOnlyList<Metric> Metrics => [discriminatorLoss, generatorLoss];

        public void Compile(Adam forDiscriminator, Adam forGenerator, Loss loss)
        {
            Compile(forDiscriminator);
            (generatorOptimizer, lossFunction) = (forGenerator, loss);
        }

        public override Logs TrainStep(Batch batch)
        {
            var real = batch.X;
            var size = batch.Count;
            var generated = generator.Apply(Tensor.RandomNormal([size, latent], seed: seedGenerator));
            var combined = Ops.Concatenate([generated, real]);
            var labels = Ops.Concatenate([Tensor.Ones([size, 1]), Tensor.Zeros([size, 1])]);
            labels += 0.05 * Tensor.RandomUniform(labels.Shape, seed: seedGenerator);

            using (var tape = new GradientTape())
            {
                var loss = lossFunction.Apply(labels, discriminator.Apply(combined, training: true));
                Optimizer.Apply(tape.Gradient(loss, discriminator.TrainableWeights), discriminator.TrainableWeights);
                discriminatorLoss.UpdateState(loss);
            }

            var noise = Tensor.RandomNormal([size, latent], seed: seedGenerator);
            var misleading = Tensor.Zeros([size, 1]);
            using (var tape = new GradientTape())
            {
                var loss = lossFunction.Apply(misleading, discriminator.Apply(generator.Apply(noise, training: true), training: true));
                generatorOptimizer.Apply(tape.Gradient(loss, generator.TrainableWeights), generator.TrainableWeights);
                generatorLoss.UpdateState(loss);
            }

            return new Logs(Metrics);
        }
    }
}
