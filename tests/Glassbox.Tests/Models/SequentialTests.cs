using Glassbox.Layers;

namespace Glassbox.Tests.Models;

[Collection("process state")]
public class SequentialTests
{
    [Fact]
    public void The_tutorials_classifier_has_its_names_shapes_and_parameters()
    {
        Utils.ClearSession();
        var model = new Sequential
        {
            new Dense(784, inputShape: [784]),
            new Activation("relu"),
            new Dense(10),
            new Activation("softmax"),
        };

        Assert.Equal(
            ["dense_1 (None, 784) ==> (None, 784)", "activation_1 (None, 784) ==> (None, 784)", "dense_2 (None, 784) ==> (None, 10)",
            "activation_2 (None, 10) ==> (None, 10)"], model.Layers.Select(layer =>
            $"{layer.Name} {layer.InputShape} ==> {layer.OutputShape}"));
        Assert.Equal(623_290, model.CountParams());
        Snapshot.Match("summary of the digit classifier", Summary(model));
    }

    [Fact]
    public void Without_an_input_shape_the_first_data_builds_the_model()
    {
        var model = new Sequential([new Flatten(), new Dense(3)]);
        Assert.False(model.Built);
        Assert.Empty(model.Weights);

        model.Apply(Tensor.Zeros([2, 4, 5]));

        Assert.Equal(("(None, 20)", 63), (model.Layers[1].InputShape.ToString(), model.CountParams()));
    }

    [Fact]
    public void The_summary_of_a_model_that_is_not_built_says_so()
    {
        Utils.ClearSession();
        Snapshot.Match("summary of a model that is not built", Summary(new Sequential { new Dense(3), new Dropout(0.5) }));
    }

    [Fact]
    public void A_frozen_layer_counts_as_non_trainable_and_long_names_get_room()
    {
        Utils.ClearSession();
        var model = new Sequential { new Dense(5, name: "a_layer_with_quite_a_long_name_for_a_table", inputShape: [4]), new Dense(2) };
        model.Layers[0].Trainable = false;
        Snapshot.Match("summary with a frozen layer", Summary(model));
    }

    [Fact]
    public void Pop_gives_back_the_top_layer_and_Add_puts_another_in_its_place()
    {
        var model = new Sequential { new Dense(4, inputShape: [3]), new Dense(2, name: "top") };
        var kernel = model.Layers[0].GetWeights()[0];

        Assert.Equal("top", model.Pop().Name);
        Assert.Equal("(None, 4)", model.OutputShape.ToString());
        model.Add(new Dense(7));

        Assert.Equal("(None, 7)", model.OutputShape.ToString());
        Assert.True(Ops.AllClose(kernel, model.Layers[0].GetWeights()[0], 0, 0));
        Assert.Throws<InvalidOperationException>(() => new Sequential().Pop());
    }

    [Fact]
    public void An_InputLayer_says_the_shape_and_is_not_counted_among_the_layers()
    {
        var model = new Sequential { new InputLayer([3]), new Dense(2) };
        Assert.Single(model.Layers);
        Assert.Equal(8, model.CountParams());
    }

    [Fact]
    public void A_model_may_be_a_layer_of_another()
    {
        var model = new Sequential { new Sequential { new Dense(4, "relu", inputShape: [3]), new Dense(4) }, new Dense(2) };
        Assert.Equal(("(5, 2)", 46), (model.Apply(Tensor.Ones([5, 3])).Shape.ToString(), model.CountParams()));
    }

    [Fact]
    public void Activations_are_accepted_as_string_object_function_and_layer()
    {
        var x = Tensor.RandomNormal([4, 3], seed: 1);
        var kernel = Tensor.RandomNormal([3, 3], seed: 2);
        Func<Tensor, Tensor> own = tensor => Ops.Tanh(tensor);
        var outputs = new Sequential[]
        {
            [new Dense(3, "tanh", inputShape: [3])], [new Dense(3, Activations.Tanh, inputShape: [3])],
                [new Dense(3, own, inputShape: [3])],
            [new Dense(3, inputShape: [3]), new Activation("tanh")],
        }.Select(model =>
        {
            model.SetWeights([kernel, Tensor.Zeros([3])]);
            return model.Apply(x);
        });

        Assert.All(outputs, output => Assert.True(Ops.AllClose(Ops.Tanh(x.Dot(kernel)), output)));
    }

    private static string Summary(Model model)
    {
        var lines = new List<string>();
        model.Summary(printFn: lines.Add);
        return string.Join('\n', lines);
    }
}
