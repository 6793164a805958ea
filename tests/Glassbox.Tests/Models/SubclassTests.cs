using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using static Glassbox.Keras;

namespace Glassbox.Tests.Models;

/// <summary>Models and layers of one's own.</summary>
public class SubclassTests
{
    private static readonly Tensor X = Tensor.RandomNormal([8, 4], seed: 1);
    private static readonly Tensor Y = Tensor.RandomNormal([8, 2], seed: 2);

    [Fact]
    public void A_model_finds_the_layers_in_its_fields()
    {
        var model = new TwoLayers();
        model.Compile(new SGD(0.1), "mse");
        var first = model.Evaluate(X, Y, verbose: 0).Loss;
        model.Fit(X, Y, epochs: 20, verbose: 0);

        Assert.Equal(["entry", "exit"], model.Layers.Select(layer => layer.Name));
        Assert.Equal((4 * 6) + 6 + (6 * 2) + 2, model.CountParams());
        Assert.True(model.Evaluate(X, Y, verbose: 0).Loss < first);
        Assert.Equal([Shape.Unknown, 2], model.OutputShape);
    }

    [Fact]
    public void A_layer_made_of_layers_has_their_weights_and_freezes_them()
    {
        var inputs = Input([4]);
        var block = new Block(4);
        var model = new Model(inputs, new Dense(2).Apply(block.Apply(inputs)));

        Assert.Equal(2 * ((4 * 4) + 4), block.CountParams());
        Assert.Equal(6, model.Weights.Count);
        model.GetLayer(1).Trainable = false;
        Assert.Equal(2, model.TrainableVariables.Count);
        Assert.Equal(4, model.NonTrainableVariables.Count);
    }

    [Fact]
    public void Layers_in_lists_arrays_and_dictionaries_are_found_once()
    {
        var model = new Keeper();
        Assert.Equal(["a", "b", "c", "d", "e"], model.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void A_model_of_several_inputs_and_outputs_says_how_in_Call()
    {
        var model = new Pair();
        model.Compile("adam", ["mse", "mae"]);
        var history = model.Fit([X, X * 2], [Y, Y[.., ..1]], epochs: 2, verbose: 0);

        Assert.Equal(["loss", "output_1_loss", "output_2_loss"], history.Keys);
        var (sum, difference) = model.PredictAll([X, X * 2], verbose: 0);
        Assert.Equal(([8, 2], [8, 1]), (sum.Shape, difference.Shape));
        Assert.Equal([[Shape.Unknown, 2], [Shape.Unknown, 1]], model.OutputShapes);
    }

    [Fact]
    public void A_step_of_ones_own_is_what_Fit_runs()
    {
        var inputs = Input([4]);
        var model = new HalfSteps(inputs, new Dense(2).Apply(inputs));
        var plain = new Model(inputs, model.Outputs);
        var before = model.GetWeights();
        plain.Compile(new SGD(0.1), "mse", ["mae"]);
        model.Compile(new SGD(0.1), "mse", ["mae"]);

        plain.Fit(X, Y, verbose: 0);
        var whole = plain.GetWeights();
        model.SetWeights(before);
        var history = model.Fit(X, Y, epochs: 2, verbose: 0, validationData: (X, Y));

        Assert.Equal(["loss", "mae", "steps", "val_loss", "val_mae"], history.Keys);
        Assert.Equal([1, 1], history["steps"]);
        model.SetWeights(before);
        model.Fit(X, Y, verbose: 0);
        Golden.AssertClose((before[0] + whole[0]) / 2, model.GetWeights()[0], 1e-6);
    }

    [Fact]
    public void A_step_of_ones_own_needs_no_compiled_loss()
    {
        var model = new OwnLoss();
        model.Compile(new SGD(0.05));
        var history = model.Fit(X, Y, epochs: 5, verbose: 0);

        Assert.Equal(["error"], history.Keys);
        Assert.True(history["error"][^1] < history["error"][0]);
        Assert.Equal(X.Shape, model.Predict(X, verbose: 0).Shape);
    }

    [Fact]
    public void Metrics_in_the_fields_of_layers_are_shown_and_start_over_each_epoch()
    {
        var (inputs, targets) = (Input([4], name: "inputs"), Input([2], name: "targets"));
        var endpoint = new Endpoint();
        var model = new Model([inputs, targets], endpoint.Apply([targets, new Dense(2).Apply(inputs)]));
        model.Compile(new SGD(0));

        var history = model.Fit(new Dictionary<string, Tensor> { ["inputs"] = X, ["targets"] = Y }, epochs: 3, batchSize: 4, verbose: 0);

        Assert.Equal(["endpoint_error", "loss"], history.Keys);
        Assert.Equal(["loss", "endpoint_error"], model.Metrics.Select(metric => metric.Name));
        Assert.Equal(history["loss"][0], history["endpoint_error"][0], 1e-6);
        Assert.Equal(history["endpoint_error"][0], history["endpoint_error"][2], 1e-6);
    }

    [Fact]
    public void How_the_loss_comes_about_can_be_replaced()
    {
        var model = new Doubled();
        model.Compile(new SGD(0), "mse");
        var plain = new TwoLayers();
        plain.Compile(new SGD(0), "mse");
        Assert.Equal(0.0, model.Fit(X, Y, verbose: 0)["loss"][0], 1e-9);
        Assert.NotEqual(0.0, plain.Fit(X, Y, verbose: 0)["loss"][0]);
    }

    [Fact]
    public void Layers_within_a_call_act_as_in_training_where_the_call_does()
    {
        var model = new Nested();
        var x = Tensor.Ones([50, 4]);
        bool Drops(Tensor y) => (bool)Ops.Any(Ops.Equal(y, 0));
        Assert.Equal((false, true), (Drops(model.Apply(x)), Drops(model.Apply(x, training: true))));

        // What is told otherwise does otherwise, and what comes after is as before.
        model.Inner.Told = false;
        Assert.False(Drops(model.Apply(x, training: true)));
        model.Inner.Told = true;
        Assert.True(Drops(model.Apply(x)));
        Assert.False(Drops(new Dropout(0.5).Apply(x)));

        // Trying layers to find shapes is no training, even within one.
        var (late, statistics) = (new Nested(), new BatchNormalization());
        late.Inner.Late = statistics;
        late.Apply(x, training: true);
        Golden.AssertClose(Tensor.Full([4], 0.01), statistics.MovingMean!.Value, 1e-6);
    }

    [Fact]
    public void A_loss_of_another_form_is_what_is_shown()
    {
        var model = new Squares();
        model.Compile(new SGD(0), metrics: ["mse"]);
        var shown = model.Fit(X, Y, epochs: 2, batchSize: 3, verbose: 0, validationData: (X, Y));
        Assert.Equal(3 * shown["mse"][0], shown["loss"][1], 1e-5);
        Assert.Equal(shown["loss"][0], shown["val_loss"][0], 1e-5);
        Assert.Equal(shown["loss"][0], model.Evaluate(X, Y, verbose: 0).Loss, 1e-5);

        var unreduced = new Squares(reduce: false);
        unreduced.Compile(new SGD(0));
        Assert.Contains("Ops.Mean", Assert.Throws<InvalidOperationException>(() => unreduced.Fit(X, Y, verbose: 0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_metrics_of_a_kind_are_told_apart()
    {
        var model = new Sequential([new Dense(2, "sigmoid", inputShape: [4])]);
        model.Compile("sgd", "mse", [new Glassbox.Metrics.AUC(), new Glassbox.Metrics.AUC(curve: "PR"), "mse", "mse"], ["mse"]);
        Assert.Equal(["loss", "auc", "auc_1", "mse", "mse_1", "weighted_mse"], model.Evaluate(X, Ops.Round(Y), verbose: 0).Keys);
    }

    [Fact]
    public void Losses_and_metrics_of_ones_own_are_called_after_their_class()
    {
        Assert.Equal("own_loss_function", new OwnLossFunction().Name);
        Assert.Equal(Reduction.SumOverBatchSize, new OwnLossFunction().Reduction);
        Assert.Equal("own_count", new OwnCount().Name);
    }

    [Fact]
    public void A_model_of_hundreds_of_layers_lists_each_weight_once_and_in_order()
    {
        var layers = Enumerable.Range(0, 300).Select(i => new Dense(1, name: $"layer_{i}")).ToArray();
        var x = Input([1]);
        var y = layers.Concat(layers).Aggregate(x, (tensor, layer) => layer.Apply(tensor));
        var model = new Model(x, y);

        Assert.Equal(layers.SelectMany(layer => layer.Weights), model.Weights);
        Assert.Equal(model.Weights, new Sequential([model]).TrainableVariables);
    }

    private sealed class Endpoint : Layer
    {
        public Mean Error { get; } = new("endpoint_error");

        protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call)
        {
            var (targets, predicted) = inputs;
            var error = Ops.Mean(Ops.Square(targets - predicted));
            call.AddLoss(error);
            call.OnCommit(() => Error.UpdateState(error));
            return predicted;
        }
    }

    private sealed class Doubled : Model
    {
        private readonly Dense only = new(2);

        protected override Tensor Call(Tensor x, CallContext call) => only.Apply(x);

        protected override Tensor ComputeLoss(Batch batch, Structure<Tensor> predicted, CallContext call) =>
            base.ComputeLoss(batch with { Targets = predicted }, predicted, call);
    }

    private sealed class Nested : Model
    {
        public Within Inner { get; } = new();

        protected override Tensor Call(Tensor x, CallContext call) => Inner.Apply(x);

        internal sealed class Within : Layer
        {
            private readonly Dropout dropout = new(0.5, seed: 1);

            public bool? Told { get; set; }

            public BatchNormalization? Late { get; set; }

            protected override Tensor Call(Tensor x, CallContext call) => dropout.Apply(Late?.Apply(x) ?? x, Told);
        }
    }

    private sealed class Squares(bool reduce = true) : Model
    {
        private readonly Dense dense = new(2);

        protected override Tensor Call(Tensor x, CallContext call) => dense.Apply(x);

        protected override Tensor ComputeLoss(Batch batch, Structure<Tensor> predicted, CallContext call)
        {
            var squares = Glassbox.Keras.Losses.MeanSquaredError(batch.Y, predicted.One);
            return reduce ? 3 * Ops.Mean(squares) : squares;
        }
    }

    private sealed class OwnLossFunction : Loss
    {
        protected internal override Tensor Call(Tensor yTrue, Tensor yPred) => Ops.Mean(Ops.Abs(yTrue - yPred), -1);
    }

    private sealed class OwnCount : Metric
    {
        private double count;

        public override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) => count += yPred.Shape[0];

        public override double Result() => count;

        public override void ResetState() => count = 0;
    }

    private sealed class TwoLayers : Model
    {
        private readonly Dense entry = new(6, "tanh", name: "entry");
        private readonly Dense exit = new(2, name: "exit");

        protected override Tensor Call(Tensor x, CallContext call) => exit.Apply(entry.Apply(x));
    }

    private sealed class Block(int units) : Layer
    {
        private readonly Dense first = new(units, "relu");
        private readonly Dense second = new(units);

        protected override Tensor Call(Tensor x, CallContext call) => Ops.Relu(second.Apply(first.Apply(x)) + x);
    }

    private sealed class Keeper : Model
    {
        private readonly Layer[] array = [new Dense(1, name: "a"), new Dense(1, name: "b")];
        private readonly List<Dense> list = [new(1, name: "c")];
        private readonly Dictionary<string, Layer> byName = new() { ["d"] = new Dense(1, name: "d") };
        private readonly Layer again;

        public Keeper() => again = array[0];

        private Dense Property { get; } = new(1, name: "e");

        protected override Tensor Call(Tensor x, CallContext call) =>
            Property.Apply(byName["d"].Apply(list[0].Apply(again.Apply(array[1].Apply(x)))));
    }

    private sealed class Pair : Model
    {
        private readonly Dense first = new(2);
        private readonly Dense second = new(1);

        protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call) =>
            new[] { first.Apply(inputs[0] + inputs[1]), second.Apply(inputs[0] - inputs[1]) };
    }

    /// <summary>Keras's pattern: a functional model with a step of its own, here one that goes half as far.</summary>
    private sealed class HalfSteps(Tensor inputs, Tensor outputs) : Model(inputs, outputs)
    {
        public override Logs TrainStep(Batch batch)
        {
            using var tape = new GradientTape();
            var call = new CallContext(training: true);
            var predicted = Apply(batch.X, call);
            var loss = ComputeLoss(batch, predicted, call);
            var gradients = tape.Gradient(loss, TrainableVariables).Select(gradient => gradient! / 2);
            Optimizer.ApplyGradients([.. gradients], TrainableVariables);
            TrackLoss(batch, loss, call);
            var logs = ComputeMetrics(batch, predicted);
            logs["steps"] = 1;
            return logs;
        }
    }

    private sealed class OwnLoss : Model
    {
        private readonly Dense output = new(2);
        private readonly Metric error = "mse";

        public override IReadOnlyList<Metric> Metrics => [error];

        protected override Tensor Call(Tensor x, CallContext call) => output.Apply(x);

        public override Logs TrainStep(Batch batch)
        {
            using var tape = new GradientTape();
            var predicted = Apply(batch.X, training: true);
            var loss = new MeanSquaredError().Apply(batch.Y, predicted);
            Optimizer.ApplyGradients(tape.Gradient(loss, TrainableVariables), TrainableVariables);
            error.UpdateState(batch.Y, predicted);
            return new Logs([new("error", error.Result())]);
        }

        public override Structure<Tensor> PredictStep(Batch batch) => batch.X;
    }
}
