using Glassbox.Callbacks;
using Glassbox.Layers;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Callbacks;

/// <summary>What callbacks do to a training, and what they say.</summary>
[Collection("process state")]
public sealed class CallbackTests : IDisposable
{
    private static readonly Tensor X = Tensor.RandomNormal([20, 3], seed: 1);
    private static readonly Tensor Y = Tensor.RandomUniform([20, 1], seed: 2);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Early_stopping_ends_the_training_and_brings_the_best_weights_back()
    {
        var model = Compiled(learningRate: 0);
        var first = model.GetWeights();
        var stopping = new EarlyStopping("loss", patience: 2, verbose: 1, restoreBestWeights: true);
        var (history, text) = Fit(model, 10, stopping,
            new LambdaCallback(onEpochEnd: (epoch, _) => model.SetWeights([.. first.Select(weight => weight + (100 * (epoch + 1)))])));
        Assert.Equal(3, history.Epoch.Count);
        Assert.Equal(2, stopping.StoppedEpoch);
        Assert.Equal("Epoch 3: early stopping\nRestoring model weights from the end of the best epoch: 1.\n", text);
        Golden.AssertClose(first[0], model.GetWeights()[0], 0);
    }

    [Fact]
    public void Early_stopping_says_once_that_its_figure_was_not_measured()
    {
        var (history, said) = Warned(new EarlyStopping());
        Assert.Equal(3, history.Epoch.Count);
        Assert.Equal("EarlyStopping watches 'val_loss', which was not measured. It needs validation data: validationData or "
            + "validationSplit. There are: loss, mean_absolute_error.", Assert.Single(said));
    }

    [Fact]
    public void A_misspelt_figure_is_met_with_the_one_that_was_probably_meant()
    {
        var message = Refusal("val_mean_absolut_eror");
        Assert.Contains("Did you mean 'val_mean_absolute_error'?", message, StringComparison.Ordinal);
        var (_, said) = Warned(new EarlyStopping("mean_absolut_error", mode: "min"));
        Assert.Contains("Did you mean 'mean_absolute_error'?", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoints_have_the_figures_in_their_names()
    {
        Fit(Compiled(), 2, new ModelCheckpoint(folder["{epoch:02d}-{loss:.3f}.keras"]),
            new ModelCheckpoint(folder["w{epoch}-{batch}.weights.h5"], saveWeightsOnly: true, saveFreq: 2));
        var names = Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(4, names.Length);
        Assert.Matches(@"^01-\d\.\d{3}\.keras$", names[0]);
        Assert.Matches(@"^02-\d\.\d{3}\.keras$", names[1]);
        Assert.Equal(["w1-2.weights.h5", "w2-2.weights.h5"], names[2..]);
        Assert.Equal(2, Model.Load(folder[names[1]!]).Optimizer.Iterations / 2);
    }

    [Fact]
    public void Only_the_best_checkpoint_is_saved_if_asked_for()
    {
        var path = folder["best.keras"];
        var (history, text) = Fit(Compiled(), 1, new ModelCheckpoint(path, "loss", verbose: 1, saveBestOnly: true));
        Assert.Equal($"\nEpoch 1: loss improved from None to {history["loss"][0]:F5}, saving model to {path}\n\nEpoch 1: finished saving "
            + $"model to {path}\n", text);
        (_, text) = Fit(Compiled(), 1, new ModelCheckpoint(path, "loss", verbose: 1, saveBestOnly: true, initialValueThreshold: 0));
        Assert.Equal("\nEpoch 1: loss did not improve from 0.00000\n", text);
    }

    [Fact]
    public void The_learning_rate_is_reduced_on_a_plateau_and_stands_in_the_history()
    {
        var model = Compiled(learningRate: 0.01);
        var frozen = model.Layers[0];
        frozen.Trainable = false;
        var (history, text) = Fit(model, 3, new ReduceLROnPlateau("loss", patience: 1, verbose: 1));
        Assert.Equal("\nEpoch 2: ReduceLROnPlateau reducing learning rate to 0.0009999999776482583.\n\nEpoch 3: ReduceLROnPlateau "
            + "reducing learning rate to 9.999999310821295e-05.\n", text);
        Assert.Equal([0.009999999776482582, 0.009999999776482582, 0.0009999999310821295], history["learning_rate"]);
    }

    [Fact]
    public void The_learning_rate_follows_a_schedule()
    {
        var model = Compiled(learningRate: 1e-4);
        var (history, text) = Fit(model, 2, new LearningRateScheduler((_, rate) => rate * 0.5, verbose: 1));
        Assert.Equal("\nEpoch 1: LearningRateScheduler setting learning rate to 4.999999873689376e-05.\n\nEpoch 2: LearningRateScheduler "
            + "setting learning rate to 2.499999936844688e-05.\n", text);
        Assert.Equal(2, history["learning_rate"].Count);
    }

    [Fact]
    public void A_training_whose_loss_is_no_number_ends()
    {
        var model = Compiled();
        model.SetWeights([.. model.GetWeights().Select(weight => weight * double.NaN)]);
        var (history, text) = Fit(model, 5, new TerminateOnNaN());
        Assert.Single(history.Epoch);
        Assert.Equal("Batch 0: Invalid loss, terminating training\n", text);
        Assert.Throws<InvalidOperationException>(() => Fit(model, 5, new TerminateOnNaN(raiseError: true)));
    }

    [Fact]
    public void Figures_go_into_a_table()
    {
        var model = Compiled();
        var (history, _) = Fit(model, 2, new CSVLogger(folder["log.csv"]));
        Fit(model, 1, new CSVLogger(folder["log.csv"], append: true));
        var lines = File.ReadAllLines(folder["log.csv"]);
        Assert.Equal("epoch,loss,mean_absolute_error", lines[0]);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith($"1,{history["loss"][1].ToString("R", System.Globalization.CultureInfo.InvariantCulture)},", lines[2],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_that_come_later_get_columns_of_the_table()
    {
        var model = Compiled();
        var late = new LambdaCallback(onEpochEnd: (epoch, logs) => logs[epoch == 0 ? "a,b" : "late"] = epoch);
        Fit(model, 2, late, new CSVLogger(folder["log.csv"]));
        model.Compile("sgd", "mae", ["mean_squared_error"]);
        Fit(model, 1, new CSVLogger(folder["log.csv"], append: true));
        var lines = File.ReadAllLines(folder["log.csv"]);
        Assert.Equal("epoch,\"a,b\",loss,mean_absolute_error,late,mean_squared_error", lines[0]);
        Assert.Matches(@"^0,0(\.0)?,[^,]+,[^,]+,NA,NA$", lines[1]);
        Assert.Matches(@"^1,NA,[^,]+,[^,]+,1(\.0)?,NA$", lines[2]);
        Assert.Matches(@"^0,NA,[^,N]+,NA,NA,[^,N]+$", lines[3]);
    }

    [Fact]
    public void A_table_of_something_else_is_not_appended_to()
    {
        File.WriteAllText(folder["log.csv"], "name;price\nx;1\n");
        var message = Assert.Throws<InvalidDataException>(() =>
            Fit(Compiled(), 1, new CSVLogger(folder["log.csv"], append: true))).Message;
        Assert.Contains("name;price", message, StringComparison.Ordinal);
        Assert.Equal("name;price\nx;1\n", File.ReadAllText(folder["log.csv"]));
    }

    [Theory]
    [InlineData(3, "02d", "03")]
    [InlineData(3, "", "3")]
    [InlineData(0.125, "", "0.125")]
    [InlineData(0.98765, ".2f", "0.99")]
    [InlineData(0.98765, "8.3f", "   0.988")]
    [InlineData(-0.5, "07.2f", "-000.50")]
    [InlineData(0.0001234, ".2e", "1.23e-04")]
    [InlineData(0.5, ".1%", "50.0%")]
    public void Numbers_are_formatted_as_in_Python(double value, string format, string text) =>
        Assert.Equal(text, FileNameTemplate.Format(value, format));

    [Fact]
    public void A_name_that_asks_for_a_figure_that_was_not_measured_is_refused() =>
        Assert.Contains("val_loss", Assert.Throws<ArgumentException>(() =>
            Fit(Compiled(), 1, new ModelCheckpoint(folder["{val_loss:.2f}.keras"]))).Message, StringComparison.Ordinal);

    private static string Refusal(string monitor) =>
        Assert.Throws<ArgumentException>(() => Fit(Compiled(), 1, new EarlyStopping(monitor))).Message;

    private static (History History, List<string> Said) Warned(Callback callback)
    {
        var (handler, said) = (Warnings.Handler, new List<string>());
        Warnings.Handler = message =>
        {
            if (message.StartsWith(nameof(EarlyStopping), StringComparison.Ordinal))
            {
                said.Add(message);
            }
        };
        try
        {
            return (Fit(Compiled(), 3, callback).History, said);
        }
        finally
        {
            Warnings.Handler = handler;
        }
    }

    private static Sequential Compiled(double learningRate = 0.01)
    {
        var model = new Sequential([new Dense(1, inputShape: [3])]);
        model.Compile(new Glassbox.Optimizers.SGD(learningRate), "mse", ["mean_absolute_error"]);
        return model;
    }

    private static (History History, string Text) Fit(Model model, int epochs, params Callback[] callbacks)
    {
        var (console, text) = (Console.Out, new StringWriter { NewLine = "\n" });
        Console.SetOut(text);
        try
        {
            return (model.Fit(X, Y, batchSize: 10, epochs: epochs, verbose: 0, callbacks: callbacks), text.ToString());
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
