using System.Text.Json.Nodes;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Saving;

namespace Glassbox.Tests.Training;

/// <summary>Plain functions are losses and metrics, and are called in logs what Keras would call them.</summary>
public sealed class FunctionsAsSettingsTests
{
    private static readonly Tensor X = new float[,] { { 1 }, { 2 }, { 3 } };
    private static readonly Tensor Y = new float[,] { { 0 }, { 0 }, { 1 } };

    [Fact]
    public void A_function_is_a_metric_beside_names()
    {
        var model = Identity();
        model.Compile("sgd", "mse", metrics: ["mae", LargestError, new MeanMetricWrapper(LargestError, name: "own")]);
        var logs = model.Evaluate(X, Y, batchSize: 2, verbose: 0);
        Assert.Equal(["loss", "mae", "largest_error", "own"], logs.Keys);

        // Errors 1, 2 in the first batch, whose two samples count 2 each, and 2 in the second.
        Assert.Equal(9.0 / 3, logs.Loss, 1e-6);
        Assert.Equal(5.0 / 3, logs["mae"], 1e-6);
        Assert.Equal(2, logs["largest_error"], 1e-6);
        Assert.Equal(2, logs["own"], 1e-6);
    }

    [Fact]
    public void A_function_alone_a_local_one_and_a_lambda_are_metrics()
    {
        static Tensor MeanPrediction(Tensor yTrue, Tensor yPred) => Ops.Mean(yPred, axis: -1);

        var model = Identity();
        model.Compile("sgd", "mse", [MeanPrediction]);
        Assert.Equal(2, model.Evaluate(X, Y, verbose: 0)["mean_prediction"], 1e-6);

        model.Compile("sgd", "mse", ["mse", (Tensor yTrue, Tensor yPred) => yPred * 2], weightedMetrics: [MeanPrediction]);
        var logs = model.Evaluate(X, Y, verbose: 0, sampleWeight: new float[] { 1, 0, 1 });
        Assert.Equal(4, logs["lambda"], 1e-6);
        Assert.Equal(2, logs["mean_prediction"], 1e-6);
    }

    [Fact]
    public void A_function_is_a_loss()
    {
        var model = Identity();
        model.Compile("sgd", SquaredError);
        Assert.Equal(3, model.Evaluate(X, Y, verbose: 0).Loss, 1e-6);
        Assert.Equal("squared_error", model.Loss!.Name);

        model.Compile("sgd", (yTrue, yPred) => Ops.Abs(yTrue - yPred), ["mae", LargestError], lossWeight: 2);
        var (loss, mae) = model.Evaluate(X, Y, verbose: 0);
        Assert.Equal(10.0 / 3, loss, 1e-6);
        Assert.Equal(5.0 / 3, mae, 1e-6);
        Assert.Equal("lambda", model.Loss!.Name);

        // One gradient step of rate 0.01: the kernel's gradient is the mean of 2·(y' − y)·x.
        model.Compile("sgd", SquaredError);
        model.TrainOnBatch(X, Y);
        Assert.Equal(1 - (0.01 * 2 * ((1 * 1) + (2 * 2) + (2 * 3)) / 3), model.GetWeights()[0].ToScalar<float>(), 1e-6);
    }

    [Fact]
    public void Lists_and_names_take_functions_wrapped()
    {
        var input = Glassbox.Keras.Input([1]);
        var dense = new Dense(1, kernelInitializer: "ones", name: "a");
        var model = new Model(input, [dense.Apply(input), new Dense(1, kernelInitializer: "zeros", name: "b").Apply(input)]);
        model.Compile("sgd", new Dictionary<string, Loss> { ["a"] = new LossFunctionWrapper(SquaredError), ["b"] = "mae" },
            [[new MeanMetricWrapper(LargestError)], ["mae"]]);
        var logs = model.Evaluate(X, [Y, Y], verbose: 0);
        Assert.Equal(["loss", "a_loss", "b_loss", "a_largest_error", "b_mae"], logs.Keys);
        Assert.Equal(3 + (1.0 / 3), logs.Loss, 1e-6);
        Assert.Equal(Reduction.Sum, new LossFunctionWrapper(SquaredError, Reduction.Sum).Reduction);
        Assert.Equal(9, (double)new LossFunctionWrapper(SquaredError, "sum", name: "total").Apply(Y, X), 1e-6);
    }

    [Fact]
    public void A_file_says_of_a_function_what_Keras_says()
    {
        Assert.Equal(
            """{"module":"builtins","class_name":"function","config":"squared_error","registered_name":"squared_error"}""",
            ((IConfigurable)new LossFunctionWrapper(SquaredError)).Serialize().ToJsonString());
        Assert.Equal("largest_error", ((JsonObject)((IConfigurable)new MeanMetricWrapper(LargestError))
            .Serialize())["config"]!.GetValue<string>());
    }

    [Fact]
    public void Nothing_is_no_function()
    {
        Assert.Throws<ArgumentNullException>(() => new LossFunctionWrapper(null!));
        Assert.Throws<ArgumentNullException>(() => new MeanMetricWrapper(null!));
        Assert.Throws<ArgumentNullException>(() => new MetricList { (Metric)null! });
        Assert.Throws<ArgumentNullException>(() => new MetricList { (Func<Tensor, Tensor, Tensor>)null! });
        Assert.Contains("must give one number", Assert.Throws<ArgumentException>(() =>
            Compiled(new LossFunctionWrapper(SquaredError, "none")).Fit(X, Y, verbose: 0)).Message, StringComparison.Ordinal);
    }

    private static Sequential Compiled(Loss loss)
    {
        var model = Identity();
        model.Compile("sgd", loss);
        return model;
    }

    private static Sequential Identity() => new([new Dense(1, useBias: false, kernelInitializer: "ones", inputShape: [1])]);

    private static Tensor LargestError(Tensor yTrue, Tensor yPred) => Ops.Max(Ops.Abs(yTrue - yPred));

    private static Tensor SquaredError(Tensor yTrue, Tensor yPred) => Ops.Square(yTrue - yPred);
}
