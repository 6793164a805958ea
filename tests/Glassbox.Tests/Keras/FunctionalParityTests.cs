using Glassbox.Layers;
using static Glassbox.Keras;

namespace Glassbox.Tests.Keras;

/// <summary>Graphs of Keras, ported line by line, with its weights.</summary>
public class FunctionalParityTests
{
    [Fact]
    public void A_residual_network_gives_the_figures_of_Keras()
    {
        var x = Input(shape: [10], name: "x");
        var y = new Dense(16, "relu").Apply(x);
        for (var block = 0; block < 2; block++)
        {
            var shortcut = y;
            y = new Dense(16, "relu").Apply(y);
            y = new Dense(16).Apply(y);
            y = new Add().Apply([shortcut, y]);
            y = new Activation("relu").Apply(y);
        }

        var side = new Dense(4, "tanh").Apply(x);
        var outputs = new Dense(3, "softmax", name: "probs").Apply(new Concatenate().Apply([y, side]));
        var model = new Model(x, outputs, name: "residual");

        model.LoadWeights(Golden.Path("models/residual/model.weights.h5"));

        Assert.Equal(1371, model.CountParams());
        Golden.AssertClose(Golden.Npy("models/residual/expected_0.npy"),
            model.Predict(Golden.Npy("models/residual/input_0.npy"), verbose: 0), 1e-5);
    }

    [Fact]
    public void All_ways_to_join_give_the_figures_of_Keras()
    {
        var inputs = new Dictionary<string, Tensor> { ["a"] = Input([4], name: "a"), ["b"] = Input([4], name: "b") };
        var shared = new Dense(6, "relu", name: "shared");
        var pair = new[] { shared.Apply(inputs["a"]), shared.Apply(inputs["b"]) };
        var joined = new Concatenate().Apply(pair);
        var model = new Model(
            inputs,
            [
                new Add().Apply(pair), new Subtract().Apply(pair), new Multiply().Apply(pair), new Average().Apply(pair),
                new Maximum().Apply(pair), new Minimum().Apply(pair), joined, new Dot(axes: 1, normalize: true).Apply(pair),
                new Dense(2, name: "cls").Apply(joined),
            ], name: "multi_io");

        model.LoadWeights(Golden.Path("models/multi_io/model.weights.h5"));
        var predicted = model.PredictAll(
            new Dictionary<string, Tensor>
            {
                ["a"] = Golden.Npy("models/multi_io/input_0.npy"),
                ["b"] = Golden.Npy("models/multi_io/input_1.npy")
            }, verbose: 0);

        Assert.Equal(9, predicted.Count);
        for (var i = 0; i < predicted.Count; i++)
        {
            Golden.AssertClose(Golden.Npy($"models/multi_io/expected_{i}.npy"), predicted[i], 1e-5, $"output {i}");
        }
    }
}
