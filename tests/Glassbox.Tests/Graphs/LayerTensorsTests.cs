using Glassbox.Layers;
using static Glassbox.Keras;

namespace Glassbox.Tests.Graphs;

/// <summary>The symbolic tensors of layers and models, by which parts of a model become models of their own.</summary>
public class LayerTensorsTests
{
    private static readonly Tensor X = Tensor.RandomUniform([2, 8, 8, 3], seed: 1);

    [Fact]
    public void The_outputs_of_all_layers_of_a_graph_make_a_model()
    {
        var inputs = Input([8, 8, 3]);
        var features = new Conv2D(4, 3, name: "features").Apply(inputs);
        var model = new Model(inputs, new Dense(2).Apply(new GlobalAveragePooling2D().Apply(features)));

        var all = new Model(model.Input, model.Layers.Select(layer => layer.Output).ToArray()).ApplyAll(X);

        Assert.Equal([[2, 8, 8, 3], [2, 6, 6, 4], [2, 4], [2, 2]], all.Select(output => output.Shape));
        Assert.Equal(model.GetLayer("features").Apply(X).ToArray<float>(), all[1].ToArray<float>());
        Assert.Same(model.Outputs.One, model.Output);
        Assert.Same(features, model.GetLayer("features").Output);
        Assert.Same(inputs, model.GetLayer("features").Input);
    }

    [Fact]
    public void A_pile_of_layers_has_tensors_as_a_graph_has()
    {
        var model = new Sequential([Input([8, 8, 3]), new Conv2D(4, 3, name: "features"), new Flatten(), new Dense(2)]);

        var part = new Model(model.Inputs, model.GetLayer("features").Output);
        var all = new Model(model.Inputs, model.Layers.Select(layer => layer.Output).ToArray());

        Assert.Equal(model.GetLayer("features").Apply(X).ToArray<float>(), part.Predict(X, verbose: 0).ToArray<float>());
        Assert.Equal(model.Predict(X, verbose: 0).ToArray<float>(), all.PredictAll(X, verbose: 0)[2].ToArray<float>());
        Assert.Equal(4, model.Nodes.Count);
        Assert.Equal(part.Weights, model.GetLayer("features").Weights);
    }

    [Fact]
    public void A_trained_pile_goes_on_as_the_base_of_another_model()
    {
        var pile = new Sequential { new Dense(4, "relu", inputShape: [3]), new Dense(2) };
        var head = new Dense(1);
        var model = new Model(pile.Input, head.Apply(pile.Output));

        var x = Tensor.RandomUniform([5, 3], seed: 2);
        Assert.Equal(head.Apply(pile.Apply(x)).ToArray<float>(), model.Apply(x).ToArray<float>());
        Assert.Equal(pile.CountParams() + 3, model.CountParams());
    }

    [Fact]
    public void Tensors_of_a_pile_follow_layers_that_are_added_and_taken_off()
    {
        var model = new Sequential { new Dense(4, inputShape: [3]), new Dense(2) };
        model.Pop();
        Assert.Equal([Shape.Unknown, 4], model.Output.Shape);
        model.Add(new Dense(7));
        Assert.Equal([Shape.Unknown, 7], model.Output.Shape);
        Assert.Equal(model.Apply(Tensor.Ones([1, 3])).ToArray<float>(),
            new Model(model.Input, model.Layers[1].Output).Apply(Tensor.Ones([1, 3])).ToArray<float>());
    }

    [Fact]
    public void A_layer_of_two_models_keeps_the_tensors_of_its_first_use()
    {
        var shared = new Dense(4);
        var first = new Sequential { new Dense(3, inputShape: [2]), shared };
        _ = new Sequential { new Dense(3, inputShape: [5]), shared };

        Assert.Same(first.Output, shared.Output);
    }

    [Fact]
    public void What_has_no_tensors_yet_or_several_says_so()
    {
        Assert.Contains("not part of a graph yet",
            Assert.Throws<InvalidOperationException>(() => new Dense(3, name: "lonely").Output).Message, StringComparison.Ordinal);
        Assert.Contains("knows its input shape",
            Assert.Throws<InvalidOperationException>(() => new Sequential { new Dense(3) }.Inputs).Message, StringComparison.Ordinal);
        var sum = new Add();
        sum.Apply([Input([3]), Input([3])]);
        Assert.Contains("has 2 inputs", Assert.Throws<InvalidOperationException>(() => sum.Input).Message, StringComparison.Ordinal);
        Assert.Contains("output of layer", Assert.Throws<ArgumentException>(() => new Sequential([new Dense(3).Apply(Input([3]))])).Message,
            StringComparison.Ordinal);
    }
}
