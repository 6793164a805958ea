using Glassbox.Callbacks;
using Glassbox.Layers;
using Glassbox.Metrics;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Callbacks;

/// <summary>Which way a figure is better that callbacks watch, and what they make of NaN.</summary>
public sealed class MonitorTests : IDisposable
{
    private static readonly Tensor X = Tensor.RandomNormal([8, 3], seed: 1);
    private static readonly Tensor Y = Tensor.RandomUniform([8, 1], seed: 2);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string?, bool?> Figures => new()
    {
        { "loss", null, false }, { "val_loss", null, false }, { "val_accuracy", "accuracy", true }, { "acc", "acc", true },
        { "mae", "mae", false }, { "mean_absolute_error", "mae", false }, { "val_auc", "auc", true }, { "f1_score", "f1_score", true },
        { "r2_score", "r2_score", true }, { "cosine_similarity", "cosine_similarity", true }, { "crossentropy", "crossentropy", false },
        { "true_positives", "true_positives", true }, { "val_false_negatives", "false_negatives", false },
        { "hinge", "hinge", false }, { "pearson_correlation", "pearson_correlation", true }, { "precision", "precision", true },
        // Not measured, but the exact name of a metric.
        { "val_accuracy", null, true }, { "mse", null, false },
        // Parts of names say nothing.
        { "acceleration_mae", null, null }, { "dice_coef", null, null }, { "explained_variance", null, null }, { "profit", null, null },
        { "reconstruction_loss", null, null }, { "lossless", null, null },
    };

    [Theory]
    [MemberData(nameof(Figures))]
    public void The_metric_itself_says_whether_more_is_better(string figure, string? metric, bool? larger)
    {
        var model = Compiled(metric is null ? [] : [Metric.Get(metric)]);
        var monitor = new Glassbox.Callbacks.Monitor("Owner", figure, "auto");
        if (larger is null)
        {
            Assert.Contains("mode", Assert.Throws<ArgumentException>(() => monitor.Begin(model)).Message, StringComparison.Ordinal);
            new Glassbox.Callbacks.Monitor("Owner", figure, "max").Begin(model);
            return;
        }

        monitor.Begin(model);
        Assert.Equal(larger, monitor.IsBetter(2, 1));
        Assert.Equal(!larger, monitor.IsBetter(1, 2));
    }

    [Fact]
    public void A_metric_with_another_name_is_asked_and_not_its_name()
    {
        var monitor = new Glassbox.Callbacks.Monitor("Owner", "val_error_free", "auto");
        monitor.Begin(Compiled(new BinaryAccuracy("error_free")));
        Assert.True(monitor.IsBetter(2, 1));
    }

    [Fact]
    public void Functions_and_metrics_that_do_not_say_it_need_a_mode()
    {
        static Tensor DiceCoef(Tensor yTrue, Tensor yPred) => Ops.Mean(yTrue * yPred, axis: -1);
        var model = Compiled(new MeanMetricWrapper(DiceCoef, "dice_coef"));
        Assert.Contains("mode", Assert.Throws<ArgumentException>(() =>
            model.Fit(X, Y, verbose: 0, callbacks: [new EarlyStopping("dice_coef")])).Message, StringComparison.Ordinal);
        model.Fit(X, Y, verbose: 0, callbacks: [new EarlyStopping("dice_coef", mode: "max")]);
    }

    [Fact]
    public void Figures_of_one_output_are_those_of_its_metrics()
    {
        var input = Glassbox.Keras.Input([3]);
        var model = new Model([input], [new Dense(1, name: "a").Apply(input), new Dense(1, name: "b").Apply(input)]);
        model.Compile("sgd", ["mse", "mse"], metrics: [["accuracy"], ["mean_absolute_error"]]);
        Assert.True(model.LargerIsBetter("a_accuracy"));
        Assert.False(model.LargerIsBetter("b_mean_absolute_error"));
        Assert.False(model.LargerIsBetter("b_loss"));
        Assert.True(model.LargerIsBetter("b_accuracy"));
        Assert.Null(model.LargerIsBetter("c_accuracy"));
    }

    [Fact]
    public void NaN_is_never_the_best_not_even_as_the_first()
    {
        double[] values = [double.NaN, 3, double.NaN, 2, 2.5];
        var model = Compiled();
        var path = folder["best.weights.h5"];
        model.Fit(X, Y, epochs: 5, verbose: 0, callbacks:
        [
            new LambdaCallback(onEpochEnd: (epoch, logs) =>
            {
                logs["watched"] = values[epoch];
                model.SetWeights([.. model.GetWeights().Select(weight => Ops.OnesLike(weight) * epoch)]);
            }),
            new EarlyStopping("watched", patience: 9, mode: "min", restoreBestWeights: true),
            new ModelCheckpoint(path, "watched", saveBestOnly: true, saveWeightsOnly: true, mode: "min"),
        ]);
        model.LoadWeights(path);
        Assert.Equal(3, (double)model.GetWeights()[0][0, 0]);
    }

    [Fact]
    public void A_training_that_gives_nothing_but_NaN_stops_and_slows_down()
    {
        var model = Compiled();
        var stopping = new EarlyStopping("watched", patience: 2, mode: "max");
        var history = model.Fit(X, Y, epochs: 9, verbose: 0, callbacks:
        [
            new LambdaCallback(onEpochEnd: (_, logs) => logs["watched"] = double.NaN), stopping,
            new ReduceLROnPlateau("watched", 0.5, patience: 1, mode: "max"),
            new ModelCheckpoint(folder["best.keras"], "watched", verbose: 0, saveBestOnly: true, mode: "max"),
        ]);
        Assert.Equal(1, stopping.StoppedEpoch);
        Assert.Equal([0.5, 0.25], history["learning_rate"].Select(rate => Math.Round(rate / history["learning_rate"][0] / 2, 6)));
        Assert.False(File.Exists(folder["best.keras"]));
    }

    private static Sequential Compiled(params Metric[] metrics)
    {
        var model = new Sequential([new Dense(1, inputShape: [3])]);
        model.Compile("sgd", "mse", (IReadOnlyList<Metric>)metrics);
        return model;
    }
}
