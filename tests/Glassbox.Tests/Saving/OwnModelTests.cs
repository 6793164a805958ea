using System.Text.Json.Nodes;
using Glassbox.Layers;
using Glassbox.Saving;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Saving;

/// <summary>Models and layers of one's own in files.</summary>
public sealed class OwnModelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_model_of_ones_own_is_saved_and_loaded()
    {
        CustomObjects.Register("OwnModelTests", Tower.FromConfig);
        var x = Tensor.RandomNormal([5, 3], seed: 1);
        var model = new Tower(4);
        model.Compile("adam", "mse");
        model.Fit(x, Tensor.RandomUniform([5, 2], seed: 2), verbose: 0);
        model.Save(folder["tower.keras"]);
        var again = Assert.IsType<Tower>(Model.Load(folder["tower.keras"]));
        Golden.AssertClose(model.Predict(x, verbose: 0), again.Predict(x, verbose: 0), 0);
        Assert.Equal(1, again.Optimizer.Iterations);
    }

    [Fact]
    public void A_layer_without_weights_serves_as_an_activation()
    {
        var model = new Sequential([new Dense(3, activation: new LeakyReLU(0.1), inputShape: [4]), new Activation(new ReLU(maxValue: 1))]);
        var x = Tensor.RandomNormal([5, 4], seed: 1) * 3f;
        var dense = (Dense)model.Layers[0];
        var plain = Ops.MatMul(x, dense.Kernel!) + dense.Bias!;
        Golden.AssertClose(Ops.Clip(Ops.LeakyRelu(plain, 0.1), 0, 1), model.Apply(x), 1e-6);

        // Files say it as Keras does: the description of the layer in place of a name.
        var written = new Sequential([dense]);
        Assert.Equal("LeakyReLU",
            (string?)JsonNode.Parse(written.ToJson())!["config"]!["layers"]![1]!["config"]!["activation"]!["class_name"]);
        var again = Model.FromJson(written.ToJson());
        again.SetWeights(written.GetWeights());
        Golden.AssertClose(written.Apply(x), again.Apply(x), 0);

        Assert.Contains("has weights", Assert.Throws<InvalidOperationException>(() =>
            new Dense(3, activation: new PReLU()).Apply(x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_within_models_are_saved_and_loaded()
    {
        var x = Tensor.RandomNormal([5, 3], seed: 1);
        var inner = new Sequential([new Dense(4, "relu", inputShape: [3]), new Dense(3)]);
        var input = Glassbox.Keras.Input([3]);
        var first = inner.Apply(input);
        var model = new Model(input, new Add().Apply([inner.Apply(first), first * 2]));
        model.Save(folder["nested.keras"]);
        Golden.AssertClose(model.Predict(x, verbose: 0), Model.Load(folder["nested.keras"]).Predict(x, verbose: 0), 0);
    }

    [Fact]
    public void Inputs_and_outputs_by_name_keep_their_names()
    {
        var (a, b) = (Glassbox.Keras.Input([2], name: "a"), Glassbox.Keras.Input([3], name: "b"));
        var sum = new Dense(2, name: "sum").Apply(new Concatenate().Apply([a, b]));
        var model = new Model(new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b },
            new Dictionary<string, Tensor> { ["total"] = sum, ["half"] = sum / 2 });
        var again = Model.FromJson(model.ToJson());
        Assert.Equal(["a", "b"], again.Inputs.Keys!);
        Assert.Equal(["total", "half"], again.Outputs.Keys!);
    }

    [Fact]
    public void The_old_form_is_read_with_how_the_model_was_compiled()
    {
        var model = Model.Load(Golden.Path("hdf5/small.h5"));
        Assert.Equal(0.5, model.Optimizer.LearningRate);
        Assert.Equal("mean_squared_error", model.Loss!.Name);
        Assert.Equal([(3, 4), (4, 2)], model.Layers.Select(layer => (layer.Weights[0].Shape[0], layer.Weights[0].Shape[1])));
        Assert.False(Model.Load(Golden.Path("hdf5/small.h5"), compile: false).IsCompiled);
    }

    [Fact]
    public void A_model_whose_steps_call_its_parts_alone_has_weights_to_save()
    {
        var file = Path.Combine(folder.Root, "pair.weights.h5");
        var (model, other) = (new Pair(), new Pair());
        model.Compile("adam");
        model.Fit(Tensor.RandomUniform([8, 4], seed: 1), verbose: 0);

        model.SaveWeights(file);
        other.LoadWeights(file);
        Assert.All(model.GetWeights().Zip(other.GetWeights()), pair => Golden.AssertClose(pair.First, pair.Second, 0));
    }

    private sealed class Pair : Model
    {
        private readonly Sequential encoder = [Glassbox.Keras.Input([4]), new Dense(2)];
        private readonly Sequential decoder = [Glassbox.Keras.Input([2]), new Dense(4)];

        public override Logs TrainStep(Batch batch)
        {
            using var tape = new GradientTape();
            var loss = Ops.Mean(Ops.Square(decoder.Apply(encoder.Apply(batch.X)) - batch.X));
            Optimizer.ApplyGradients(tape.Gradient(loss, TrainableVariables), TrainableVariables);
            return new Logs([new("loss", (double)loss)]);
        }
    }

    private sealed class Tower : Model
    {
        private readonly int width;
        private readonly Dense top;
        private readonly Layer[] floors;

        public Tower(int width, string? name = null)
            : base(name)
        {
            this.width = width;
            floors = [new Dense(width, "relu"), new Dense(width, "relu")];
            top = new Dense(2);
        }

        public override Config GetConfig() => new(base.GetConfig()) { { "width", width } };

        public static Tower FromConfig(Config config) => new(config.GetInt32("width"), config.GetName());

        protected override Tensor Call(Tensor x, CallContext call) =>
            top.Apply(floors.Aggregate(x, (value, floor) => floor.Apply(value, call)), call);
    }
}
