using Glassbox.Layers;

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
