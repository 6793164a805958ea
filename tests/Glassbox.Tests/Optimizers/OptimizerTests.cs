using Glassbox.Layers;
using Glassbox.Optimizers;
using Glassbox.Optimizers.Schedules;

namespace Glassbox.Tests.Optimizers;

public class OptimizerTests
{
    [Fact]
    public void Only_one_way_of_clipping_may_be_given() =>
        Assert.Contains("one way", Assert.Throws<ArgumentException>(() => new Adam(clipnorm: 1, clipvalue: 1)).Message);

    [Fact]
    public void A_step_is_asked_for_in_any_of_the_ways_of_Keras()
    {
        Variable[] variables = [new(1f), new(2f)];
        var optimizer = new SGD(0.5);
        IReadOnlyList<Tensor?> gradients = [1f, 1f];
        optimizer.ApplyGradients(gradients, variables);
        optimizer.ApplyGradients(gradients.Zip(variables));
        optimizer.Apply([null, 1f], variables);
        Assert.Equal((0f, 0.5f, 3L), ((float)variables[0].Value, (float)variables[1].Value, optimizer.Iterations));
    }

    [Fact]
    public void Settings_out_of_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(clipnorm: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(globalClipnorm: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(weightDecay: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(useEma: true, emaMomentum: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(emaOverwriteFrequency: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(gradientAccumulationSteps: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(initialAccumulatorValue: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ftrl(learningRatePower: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lion(beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(0.1, 0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecayRestarts(0.1, 10, tMul: 0.5));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([1, 2], [0.1, 0.2]));
        Assert.Throws<ArgumentException>(() => new PiecewiseConstantDecay([2, 1], [0.1, 0.2, 0.3]));
    }

    [Fact]
    public void A_learning_rate_that_follows_a_schedule_cannot_be_set()
    {
        var optimizer = new Adam(new ExponentialDecay(0.1, 10, 0.5));

        Assert.Equal(0.1, optimizer.LearningRate, 6);
        Assert.Contains("ExponentialDecay", Assert.Throws<InvalidOperationException>(() => optimizer.LearningRate = 0.2).Message);
    }

    [Fact]
    public void A_learning_rate_that_is_a_number_can_be_set_between_steps()
    {
        var optimizer = new SGD(0.5) { LearningRate = 0.25 };
        var w = new Variable(1f);

        optimizer.ApplyGradients([1f], [w]);

        Assert.Equal(0.75, (double)w.Value, 6);
    }

    [Fact]
    public void Weights_that_are_excluded_do_not_decay()
    {
        var optimizer = new SGD(0.1, weightDecay: 0.5);
        var (kernel, bias) = (new Variable(1f, name: "kernel"), new Variable(1f, name: "bias"));
        optimizer.ExcludeFromWeightDecay(varNames: ["bias"]);

        optimizer.ApplyGradients([0f, 0f], [kernel, bias]);

        Assert.Equal(0.95, (double)kernel.Value, 6);
        Assert.Equal(1, (double)bias.Value, 6);
        Assert.Throws<InvalidOperationException>(() => optimizer.ExcludeFromWeightDecay(varNames: ["kernel"]));
    }

    [Fact]
    public void Averages_take_the_place_of_the_weights_at_the_end_of_a_training()
    {
        var model = new Sequential { new Dense(1, kernelInitializer: "zeros", useBias: false, inputShape: [1]) };
        var optimizer = new SGD(0.1, useEma: true, emaMomentum: 0.5);
        model.Compile(optimizer, "mse");

        model.Fit(new float[,] { { 1 } }, new float[,] { { 1 } }, epochs: 3, verbose: 0);

        Golden.AssertClose(optimizer.Variables[0], model.TrainableVariables[0], 0, "average");
        // 0.2, 0.36, 0.488, each half of the way from the last average
        Assert.Equal(0.384, (double)model.TrainableVariables[0].Value.Flatten()[0], 5);
    }

    [Fact]
    public void Several_batches_make_one_step_with_the_mean_of_their_gradients()
    {
        var optimizer = new SGD(1, gradientAccumulationSteps: 2);
        var w = new Variable(0f);

        optimizer.ApplyGradients([1f], [w]);
        Assert.Equal(0, (double)w.Value);
        optimizer.ApplyGradients([3f], [w]);

        Assert.Equal(-2, (double)w.Value);
        Assert.Equal(1, optimizer.Iterations);
        Assert.Equal(0, (double)optimizer.Variables[0].Value);
    }

    [Fact]
    public void Weights_without_a_schedule_stand_between_their_steps_and_the_mean_of_these()
    {
        var optimizer = new ScheduleFreeAdamW(0.1, beta1: 0.9, beta2: 0.5, epsilon: 0);
        var w = new Variable(1.0);
        var (z, x, v) = (1.0, 1.0, 0.0);
        for (var t = 1; t <= 5; t++)
        {
            var gradient = (double)w.Value * t;
            v = (0.5 * v) + (0.5 * gradient * gradient);
            z -= 0.1f * gradient / Math.Sqrt(v / (1 - Math.Pow(0.5, t)));
            x += (z - x) / t;

            optimizer.ApplyGradients([gradient], [w]);

            Assert.Equal((0.1 * z) + (0.9 * x), (double)w.Value, 10);
        }

        optimizer.SwapToEval();
        Assert.Equal(x, (double)w.Value, 10);
        optimizer.SwapToTrain();
        Assert.Equal((0.1 * z) + (0.9 * x), (double)w.Value, 10);
    }

    [Fact]
    public void Every_name_that_Keras_knows_is_known()
    {
        foreach (var name in new[] { "adadelta", "muon", "lion", "sgd", "rmsprop", "adamax", "schedulefreeadamw", "adafactor", "adam",
            "nadam", "ftrl", "adagrad", "adamw" })
        {
            Assert.Equal(name, Optimizer.Get(name).GetType().Name, ignoreCase: true);
        }
    }

    [Fact]
    public void Variables_that_come_later_get_their_memory_then()
    {
        var optimizer = new Adam();
        var (first, second) = (new Variable(1f), new Variable(1f));

        optimizer.ApplyGradients([1f], [first]);
        optimizer.ApplyGradients([1f, 1f], [first, second]);

        Assert.Equal(4, optimizer.Variables.Count);
    }
}
