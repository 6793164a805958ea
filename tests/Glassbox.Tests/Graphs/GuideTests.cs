using Glassbox.Layers;
using static Glassbox.Keras;

namespace Glassbox.Tests.Graphs;

/// <summary>The examples of docs/functional.md, as they stand there.</summary>
public class GuideTests
{
    [Fact]
    public void A_residual_connection_and_the_parts_of_its_model()
    {
        var inputs = Input(shape: [784]);
        var x = new Dense(64, "relu").Apply(inputs);
        var y = new Dense(64).Apply(new Dense(64, "relu").Apply(x));
        x = Ops.Relu(x + y);
        var outputs = new Dense(10, "softmax").Apply(x);

        var model = new Model(inputs, outputs, name: "residual");
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        var data = Tensor.RandomUniform([6, 784], seed: 1);
        model.Fit(data, new[] { 0, 1, 2, 3, 4, 5 }, verbose: 0);

        var features = new Model(model.Inputs, model.Layers[2].Output);
        var head = new Model(x, outputs);
        var trunk = new Model(inputs, x);
        Assert.Equal([6, 64], features.Predict(data, verbose: 0).Shape);
        Golden.AssertClose(model.Apply(data), head.Apply(trunk.Apply(data)), 1e-6);
    }

    [Fact]
    public void Several_inputs_and_outputs()
    {
        var (titles, bodies) = (Tensor.RandomUniform([40, 100], seed: 1), Tensor.RandomUniform([40, 200], seed: 2));
        var (priorities, departments) = (Tensor.RandomUniform([40, 1], seed: 3), Ops.OneHot(Tensor.Arange(40) % 4, 4));

        var title = Input([100], name: "title");
        var body = Input([200], name: "body");
        var joined = new Concatenate().Apply([new Dense(32, "relu").Apply(title), new Dense(32, "relu").Apply(body)]);
        var priority = new Dense(1, "sigmoid", name: "priority").Apply(joined);
        var department = new Dense(4, "softmax", name: "department").Apply(joined);
        var model = new Model([title, body], [priority, department]);

        model.Compile(
            "adam",
            loss: ["binary_crossentropy", "categorical_crossentropy"],
            metrics: [[], ["accuracy"]],
            lossWeights: [1, 0.2]);

        var history = model.Fit(
            new Dictionary<string, Tensor> { ["title"] = titles, ["body"] = bodies },
            new Dictionary<string, Tensor> { ["priority"] = priorities, ["department"] = departments },
            epochs: 2, batchSize: 32, validationSplit: 0.1, verbose: 0);

        var (p, d) = model.PredictAll([titles, bodies], verbose: 0);

        Assert.Equal(["department_accuracy", "department_loss", "loss", "priority_loss"],
            history.Keys.Where(key => !key.StartsWith("val_", StringComparison.Ordinal)));
        Assert.Equal(([40, 1], [40, 4]), (p.Shape, d.Shape));
        Assert.Equal(((KerasTensor)department).Name, model.GetLayer(^1).Name);
    }

    [Fact]
    public void A_shared_encoder_and_a_cautious_step()
    {
        var encoder = new Dense(32, "relu");
        var (a, b) = (Input([64]), Input([64]));
        var distance = new Subtract().Apply([encoder.Apply(a), encoder.Apply(b)]);
        var siamese = new Model([a, b], new Dense(1, "sigmoid").Apply(distance));
        Assert.Equal((64 * 32) + 32 + 33, siamese.CountParams());

        var inputs = Input([8]);
        var model = new Cautious(inputs, new Dense(1).Apply(new ResidualBlock(8).Apply(inputs)));
        model.Compile("sgd", "mse");
        var x = Tensor.RandomNormal([16, 8], seed: 1);
        var history = model.Fit(x, Ops.Sum(x, 1, keepdims: true), epochs: 10, verbose: 0);
        Assert.True(history["loss"][^1] < history["loss"][0]);
    }

    private sealed class ResidualBlock(int units) : Layer
    {
        private readonly Dense first = new(units, "relu");
        private readonly Dense second = new(units);

        protected override Tensor Call(Tensor x, CallContext call) => Ops.Relu(second.Apply(first.Apply(x)) + x);
    }

    private sealed class Cautious(Tensor inputs, Tensor outputs) : Model(inputs, outputs)
    {
        public override Logs TrainStep(Batch batch)
        {
            using var tape = new GradientTape();
            var call = new CallContext(training: true);
            var predicted = Apply(batch.X, call);
            var loss = ComputeLoss(batch, predicted, call);
            var gradients = tape.Gradient(loss, TrainableVariables).Select(gradient => gradient?.Clip(-1, 1));
            Optimizer.ApplyGradients([.. gradients], TrainableVariables);
            TrackLoss(batch, loss, call);
            return ComputeMetrics(batch, predicted);
        }
    }
}
