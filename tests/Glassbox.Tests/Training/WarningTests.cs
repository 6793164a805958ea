using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Optimizers;
using Glassbox.Optimizers.Schedules;

namespace Glassbox.Tests.Training;

/// <summary>What is no error is said once, to whom it may concern.</summary>
[Collection("process state")]
public class WarningTests
{
    private static readonly Tensor X = Tensor.RandomNormal([4, 2], seed: 1);

    [Fact]
    public void A_model_without_weights_to_train_says_so_once_each_time_that_it_is_compiled()
    {
        var said = Said(() =>
        {
            var model = new Sequential([new Dense(2, inputShape: [2])], name: "frozen");
            model.Compile("sgd", "mse");
            model.Fit(X, X, epochs: 2, batchSize: 2, verbose: 0);
            model.Trainable = false;
            model.Fit(X, X, epochs: 2, batchSize: 2, verbose: 0);
            model.TrainOnBatch(X, X);
            model.Compile("sgd", "mse");
            model.TrainOnBatch(X, X);
            model.Evaluate(X, X, verbose: 0);
        });
        Assert.Equal(2, said.Count);
        Assert.All(said, message => Assert.StartsWith("Model 'frozen' has no weights to train", message, StringComparison.Ordinal));
    }

    [Fact]
    public void Warnings_go_to_the_error_stream_or_to_nobody()
    {
        var (error, handler) = (Console.Error, Warnings.Handler);
        using var written = new StringWriter();
        try
        {
            Console.SetError(written);
            Warnings.Warn("one");
            Warnings.Handler = null;
            Warnings.Warn("two");
        }
        finally
        {
            Console.SetError(error);
            Warnings.Handler = handler;
        }

        Assert.Equal($"Warning: one{Environment.NewLine}", written.ToString());
    }

    [Fact]
    public void A_model_that_is_frozen_after_it_was_compiled_says_that_it_changes_nothing()
    {
        var message = Assert.Single(Said(() =>
        {
            var discriminator = new Sequential([new Dense(1, "sigmoid", inputShape: [2])], name: "frozen");
            discriminator.Compile("sgd", "binary_crossentropy");
            discriminator.Trainable = false;
            discriminator.TrainOnBatch(X, Tensor.Ones([4, 1]));
        }));
        Assert.Contains("set Trainable = true before the steps of this one", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Softmax_over_one_unit_says_once_that_it_always_gives_1()
    {
        var model = new Sequential([new Dense(1, "softmax", inputShape: [2], name: "frozen")]);
        var message = Assert.Single(Said(() =>
        {
            model.Predict(X, verbose: 0);
            model.Predict(X, verbose: 0);
        }));
        Assert.StartsWith("Layer 'frozen' (Dense): softmax along axis -1 of a tensor of shape (4, 1)", message, StringComparison.Ordinal);
        Assert.Contains("\"sigmoid\"", message, StringComparison.Ordinal);
        Assert.Single(Said(() => new Softmax(name: "'frozen'").Apply(X[.., ..1])));
        Assert.Empty(Said(() => new Sequential([new Dense(2, "softmax", name: "frozen")]).Predict(X, verbose: 0)));
    }

    [Fact]
    public void One_unit_with_categorical_crossentropy_says_to_take_the_binary_one()
    {
        var message = Assert.Single(Said(() => Train("sigmoid", 1, new CategoricalCrossentropy(name: "'frozen'"))));
        Assert.Contains("binary_crossentropy", message, StringComparison.Ordinal);
        Assert.Contains("(4, 1)", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false, "has no activation, so its output is unbounded. Give the last layer the activation \"sigmoid\", or "
        + "the loss fromLogits: true")]
    [InlineData("sigmoid", true, "returns probabilities: its activation is sigmoid, which would be applied twice")]
    [InlineData("exponential", false, "the model's output ranges from")]
    [InlineData("sigmoid", false, null)]
    [InlineData(null, true, null)]
    public void An_output_that_is_not_what_the_loss_is_made_for_is_said_once(string? activation, bool fromLogits, string? expected)
    {
        var said = Said(() => Train(activation, 2, new BinaryCrossentropy(fromLogits)));
        Assert.Equal(expected is null ? 0 : 1, said.Count);
        Assert.All(said, message => Assert.Contains(expected!, message, StringComparison.Ordinal));
    }

    [Fact]
    public void An_output_without_a_loss_is_named()
    {
        var input = Glassbox.Keras.Input(shape: [2]);
        var (a, b) = (new Dense(1, name: "a").Apply(input), new Dense(1, name: "b").Apply(input));
        var model = new Model(input, new Structure<Tensor>([a, b]), "frozen");
        var y = Tensor.Ones([4, 1]);
        var message = Assert.Single(Said(() =>
        {
            model.Compile("sgd", new Dictionary<string, Loss> { ["a"] = "mse" });
            model.Fit(X, new Dictionary<string, Tensor> { ["a"] = y }, epochs: 2, batchSize: 2, verbose: 0);
        }));
        Assert.Equal("Model 'frozen': the output 'b' has no loss, and is not trained; losses are given for: a.", message);
    }

    [Fact]
    public void Data_with_NaN_or_infinity_is_said_at_the_first_batch_that_has_them()
    {
        float[] values = [1, 2, 3, 4, 5, float.NaN, float.PositiveInfinity, 8];
        var x = Tensor.FromSpan<float>(values, [4, 2]);
        var message = Assert.Single(Said(() =>
        {
            var model = new Sequential([new Dense(1, inputShape: [2])], name: "frozen");
            model.Compile("sgd", "mse");
            model.Fit(x, X[.., ..1], epochs: 2, batchSize: 2, shuffle: false, verbose: 0);
            model.Evaluate(x, X[.., ..1], verbose: 0);
        }));
        Assert.StartsWith("Model 'frozen': batch 2 has 1 NaN and 1 infinite among the 4 values of x, the first in its row 0.", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_pile_without_layers_cannot_be_used()
    {
        var model = new Sequential(name: "empty");
        model.Compile("sgd", "mse");
        foreach (var use in new Action[] { () => model.Predict(X, verbose: 0), () => model.Fit(X, X, verbose: 0), () => model.Apply(X) })
        {
            Assert.Contains("Sequential 'empty' has no layers", Assert.Throws<InvalidOperationException>(use).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Weights_of_a_layer_that_is_not_built_cannot_be_counted()
    {
        var message = Assert.Throws<InvalidOperationException>(() => new Dense(3, name: "late").CountParams()).Message;
        Assert.Equal("Layer 'late' (Dense) is not built yet, so it has no weights to count. Give it an inputShape, "
            + "or call it on data first.", message);
        Assert.Throws<InvalidOperationException>(() => new Sequential([new Dense(3)]).CountParams());
        Assert.Equal(0, new Dropout(0.5).CountParams());
        Assert.Equal(9, new Sequential([new Dense(3, inputShape: [2])]).CountParams());
    }

    [Fact]
    public void A_learning_rate_below_0_is_refused()
    {
        Assert.Contains("received -0.1", Assert.Throws<ArgumentOutOfRangeException>(() => new SGD(-0.1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam().LearningRate = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialDecay(-0.1, 10, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PiecewiseConstantDecay([1], [0.1, -0.1]));
        Assert.Equal(0, new SGD(0.0).LearningRate);
    }

    private static void Train(string? activation, int units, Loss loss)
    {
        var x = Tensor.Ones([4, 2]);
        var model = new Sequential([new Dense(units, activation is null ? null : (ActivationFunction)activation, inputShape: [2],
            kernelInitializer: "ones")], name: "frozen");
        model.Compile("sgd", loss);
        model.Fit(x, Tensor.Ones([4, units]), epochs: 2, verbose: 0);
        model.Evaluate(x, Tensor.Ones([4, units]), verbose: 0);
    }

    private static List<string> Said(Action action)
    {
        var (said, handler) = (new List<string>(), Warnings.Handler);
        Warnings.Handler = message =>
        {
            if (message.Contains("'frozen'", StringComparison.Ordinal))
            {
                said.Add(message);
            }
        };
        try
        {
            action();
        }
        finally
        {
            Warnings.Handler = handler;
        }

        return said;
    }
}
