using System.Text.Json.Nodes;
using Glassbox.Callbacks;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using Glassbox.Saving;
using Glassbox.Tests.Datasets;
using Glassbox.Tests.Layers.Contract;

namespace Glassbox.Tests.Saving;

/// <summary>
/// Whatever is saved is loaded, predicts and trains on with the same bits: every layer, optimizer, loss and metric, after every callback,
/// and in every state that a model can be brought into.
/// </summary>
public sealed class SavedModelContractTests
{
    private static readonly JsonNode Keras = Golden.Json("default_configs.json");
    private static readonly Tensor X = Tensor.RandomNormal([6, 5], seed: 1);
    private static readonly Tensor OneHot = Ops.OneHot(Tensor.FromArray(new[] { 0, 2, 1, 2, 0, 1 }), 3);
    private static readonly Tensor Labels = Tensor.FromArray(new[] { 0, 2, 1, 2, 0, 1 });

    public static TheoryData<string> Layers => [.. LayerTable.All.Where(row => row.NotInFiles is null).Select(row => row.Name)];

    public static TheoryData<string> Losses => [.. Loss.Known];

    public static TheoryData<string> Metrics => [.. Metric.Known.Where(name => name is not ("Mean" or "Sum"))];

    public static TheoryData<string, string> Optimizers
    {
        get
        {
            string[] settings =
            [
                "{}", """{"use_ema": true, "ema_overwrite_frequency": 3}""", """{"use_ema": true}""", """{"gradient_accumulation_steps": 2}""",
                """{"gradient_accumulation_steps": 2, "use_ema": true, "weight_decay": 0.1, "clipnorm": 0.5}""",
                """{"clipvalue": Infinity, "learning_rate": {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 7}}}""",
                """{"amsgrad": true}""", """{"momentum": 0.9, "nesterov": true}""", """{"momentum": 0.9, "centered": true}""",
            ];
            var data = new TheoryData<string, string>();
            foreach (var optimizer in Optimizer.Known)
            {
                foreach (var setting in settings)
                {
                    if (IsSettingOf(optimizer, setting))
                    {
                        data.Add(optimizer, setting);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_model_with_the_layer(string name)
    {
        var row = LayerTable.All.Single(row => row.Name == name);
        foreach (var dtype in new[] { DType.Float32, DType.Float64 })
        {
            using var scope = Utils.RandomSeedScope(2);
            var inputs = row.SymbolicInputs(dtype);
            var layer = row.Make(dtype);
            var y = new Flatten().Apply(layer.Apply(inputs));
            var model = new Model(inputs, new Dense(2, dtype: dtype).Apply(y));
            model.Compile(new Adam(0.01), "mse");
            var (x, targets) = (row.Inputs(dtype), Tensor.RandomUniform([2, 2], seed: 3));
            RoundTrip.Train(model, x, targets);
            RoundTrip.AssertGoesOn(model, x, targets);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_model_with_the_optimizer_in_every_state_of_its_layers(string className, string settings)
    {
        foreach (var change in new Action<Sequential>[]
        {
            _ => { },
            model => model.Layers[1].Trainable = false,
            model => model.Layers[0].Trainable = false,
            model => (model.Layers[0].Trainable, model.Layers[2].Trainable) = (true, false),
            model =>
            {
                // Now the optimizer has met the variables in another order than the model has them.
                model.Layers[0].Trainable = true;
                RoundTrip.Train(model, X, OneHot, steps: 1);
            },
            model => model.Pop(),
            model => model.Add(new Dense(3, "softmax", kernelInitializer: Initializer(9))),
            model =>
            {
                model.Pop();
                model.Pop();
            },
        })
        {
            foreach (var frozenAtFirst in new[] { false, true })
            {
                var model = Compiled(className, settings);
                model.Layers[0].Trainable = !frozenAtFirst;
                RoundTrip.Train(model, X, OneHot, steps: 3);
                change(model);
                if (model.TrainableVariables.Count == 0)
                {
                    // A training of nothing warns, and has nothing to compare.
                    continue;
                }

                RoundTrip.AssertGoesOn(model, X, Targets(model));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_model_with_the_loss(string className)
    {
        foreach (var reduction in new[] { "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" })
        {
            foreach (var dtype in new[] { "float32", "float64" })
            {
                var model = Classifier();
                model.Compile(new Adam(0.01), Loss.Known.Deserialize(new JsonObject
                {
                    ["class_name"] = className,
                    ["config"] = new JsonObject { ["reduction"] = reduction, ["name"] = "own_name", ["dtype"] = dtype },
                }, "test"));
                var y = className is "SparseCategoricalCrossentropy" or "CategoricalGeneralizedCrossEntropy" or "Circle" ? Labels : OneHot;
                RoundTrip.Train(model, X, y);
                var loaded = RoundTrip.AssertGoesOn(model, X, y);
                Assert.Equal((reduction, "own_name", dtype),
                    (loaded.Loss!.Reduction.ToString(), loaded.Loss.Name, loaded.Loss.DType!.Name));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void A_model_with_the_metric(string className)
    {
        var config = (JsonObject)Keras["metrics"]![className]!["config"]!.DeepClone();
        config["name"] = "own_name";
        if (className is "IoU" or "MeanIoU")
        {
            config["sparse_y_pred"] = false;
        }

        var model = Classifier();
        Metric Made() => Metric.Known.Deserialize(new JsonObject { ["class_name"] = className, ["config"] = config.DeepClone() }, "test");
        var sparse = className.StartsWith("Sparse", StringComparison.Ordinal) || className is "IoU" or "MeanIoU";
        model.Compile(new Adam(0.01), sparse ? "sparse_categorical_crossentropy" : "categorical_crossentropy", [Made()], [Made()]);
        var y = sparse ? Labels : OneHot;
        RoundTrip.Train(model, X, y);
        RoundTrip.AssertGoesOn(model, X, y);
    }

    [Fact]
    public void What_callbacks_have_changed()
    {
        using var folder = new TemporaryFolder();
        foreach (var callback in new Callback[]
        {
            new LearningRateScheduler(epoch => 0.1 / (epoch + 1)), new ReduceLROnPlateau("loss", patience: 1, minDelta: 100),
            new EarlyStopping("loss", restoreBestWeights: true), new SwapEMAWeights(), new SwapEMAWeights(swapOnEpoch: true),
            new ModelCheckpoint(folder["checkpoint.keras"]), new BackupAndRestore(folder["backup"]), new TerminateOnNaN(),
            new CSVLogger(folder["log.csv"]), new LambdaCallback(),
        })
        {
            using var scope = Utils.RandomSeedScope(4);
            var model = Classifier();
            model.Compile(new Adam(0.01, useEma: callback is SwapEMAWeights), "categorical_crossentropy");
            model.Fit(X, OneHot, epochs: 3, batchSize: 2, verbose: 0, callbacks: [callback]);
            if (callback is ModelCheckpoint)
            {
                RoundTrip.AssertGoesOn(model, Model.Load(folder["checkpoint.keras"]), X, OneHot);
            }

            RoundTrip.AssertGoesOn(model, X, OneHot);
        }
    }

    [Fact]
    public void Averages_that_are_in_the_place_of_the_weights_stay_there()
    {
        var model = Classifier();
        model.Compile(new Adam(0.1, useEma: true), "categorical_crossentropy");
        RoundTrip.Train(model, X, OneHot);
        model.Optimizer.ExchangeAverages();
        using var folder = new TemporaryFolder();
        model.Save(folder["m.keras"]);
        var loaded = Model.Load(folder["m.keras"]);
        Assert.True(loaded.Optimizer.AveragesInPlace);
        model.Optimizer.ExchangeAverages();
        loaded.Optimizer.ExchangeAverages();
        RoundTrip.AssertGoesOn(model, loaded, X, OneHot);
    }

    private static Glassbox.Initializers.GlorotUniform Initializer(int seed) => new(seed);

    private static Sequential Classifier() => new([
        new Dense(4, "tanh", kernelInitializer: Initializer(1), inputShape: [5]), new Dense(4, "relu", kernelInitializer: Initializer(2)),
        new Dense(3, "softmax", kernelInitializer: Initializer(3))]);

    private static Tensor Targets(Sequential model) => model.OutputShape[^1] == 3 ? OneHot : Tensor.RandomUniform([6, 4], seed: 8);

    private static Sequential Compiled(string className, string settings)
    {
        var model = Classifier();
        var config = KerasJson.Parse(System.Text.Encoding.UTF8.GetBytes(settings), "test");
        model.Compile(Optimizer.Known.Deserialize(new JsonObject { ["class_name"] = className, ["config"] = config }, "test"), "mse");
        return model;
    }

    private static bool IsSettingOf(string optimizer, string settings)
    {
        try
        {
            Compiled(optimizer, settings);
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
