using Glassbox.Layers;
using static Glassbox.Keras;

namespace Glassbox.Tests.Graphs;

/// <summary>What goes wrong with graphs is said: which layer, what was expected, what was received.</summary>
public class BadGraphTests
{
    [Fact]
    public void A_disconnected_graph_names_the_missing_input()
    {
        var (a, b) = (Input([4], name: "a"), Input([4], name: "b"));
        var sum = new Add("sum").Apply([a, b]);
        Says(() => _ = new Model(a, sum), "disconnected", "'sum'", "'b'", "(None, 4)");
        Says(() => _ = new Model(a, b), "disconnected", "'b'");
        Says(() => _ = new Model(new Dense(4, name: "behind").Apply(a), sum), "'a'");
    }

    [Fact]
    public void Two_layers_of_one_name_are_refused()
    {
        var x = Input([4]);
        Says(() => _ = new Model(x, new Dense(2, name: "twin").Apply(new Dense(3, name: "twin").Apply(x))), "'twin'", "unique");
    }

    [Fact]
    public void An_input_is_given_once_and_there_is_at_least_one()
    {
        var x = Input([4]);
        Says(() => _ = new Model([x, x], x), "twice");
        Says(() => _ = new Model([], x), "0 inputs");
    }

    [Fact]
    public void Inputs_must_be_as_many_and_named_as_declared()
    {
        var (a, b) = (Input([4], name: "a"), Input([2], name: "b"));
        var model = new Model([a, b], new Concatenate().Apply([a, b]), name: "pair");
        var x = Tensor.Zeros([3, 4]);
        Says(() => model.Apply(x), "'pair'", "2 inputs", "'a', 'b'", "received 1");
        Says(() => model.Apply([x, x]), "'b'", "(None, 2)", "(3, 4)");
        Says(() => model.Apply(new Dictionary<string, Tensor> { ["a"] = x, ["c"] = x }), "'b' is missing", "'c'");
    }

    [Fact]
    public void One_output_is_not_asked_of_a_model_with_two()
    {
        var x = Input([4]);
        var model = new Model(x, [new Dense(1).Apply(x), new Dense(2).Apply(x)], name: "two");
        var problem = Assert.ThrowsAny<InvalidOperationException>(() => model.Apply(Tensor.Zeros([1, 4])).Shape);
        Assert.Contains("'two'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("ApplyAll", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_of_one_input_refuses_two_and_is_not_spoilt()
    {
        var layer = new Dense(3, name: "single");
        var x = Tensor.Zeros([2, 4]);
        Says(() => layer.Apply([x, x]), "'single'", "one tensor", "(2, 4)");
        Assert.Equal([2, 3], layer.Apply(x).Shape);
    }

    [Fact]
    public void Symbolic_shapes_that_do_not_fit_a_layer_are_refused_when_the_graph_is_made()
    {
        var layer = new Dense(3, name: "narrow");
        layer.Apply(Input([4]));
        Says(() => layer.Apply(Input([5])), "'narrow'", "4 values", "(None, 5)");
        Says(() => _ = Input([4]) + Input([5]), "Add", "4", "5");
    }

    [Fact]
    public void A_part_of_a_graph_that_needs_more_than_it_is_given_is_refused()
    {
        var (a, b) = (Input([4], name: "a"), Input([4], name: "b"));
        var hidden = new Dense(4, name: "hidden").Apply(a);
        var sum = new Add("sum").Apply([hidden, b]);
        Says(() => _ = new Model(hidden, sum), "disconnected", "'sum'", "'b'");
    }

    [Fact]
    public void A_model_without_a_graph_has_no_symbolic_tensors() =>
        Assert.Contains("new Model(inputs, outputs)",
            Assert.Throws<InvalidOperationException>(() => new Sequential { new Dense(1) }.Outputs).Message, StringComparison.Ordinal);

    [Fact]
    public void A_Sequential_takes_layers_not_their_outputs() =>
        Says(() => _ = new Sequential { new Dense(2, name: "applied").Apply(Input([4])) }, "'applied'", "layer itself");

    [Fact]
    public void A_layer_that_is_missing_is_named_with_the_nearest()
    {
        var x = Input([4], name: "x");
        var model = new Model(x, new Dense(1, name: "hidden").Apply(x));
        Says(() => model.GetLayer("hiden"), "'hiden'", "hidden");
        Says(() => model.GetLayer(2), "2 layers", "position 2");
    }

    [Fact]
    public void A_layer_without_a_formula_says_what_to_override() =>
        Assert.Contains("Call(Tensor x", Assert.Throws<NotSupportedException>(() => new Formless().Apply(Tensor.Zeros([1, 1]))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void A_batch_size_is_positive(int batchSize) => Says(() => Input([4], batchSize), "batch size", $"{batchSize}");

    [Fact]
    public void The_shape_of_an_input_is_given_in_one_of_two_forms()
    {
        Assert.Equal(Input([4, -1], batchSize: 2, dtype: "int32").Spec, Input(batchShape: [2, 4, -1], dtype: "int32").Spec);
        Assert.Equal([-1, 4], Input(batchShape: [-1, 4]).Shape);
        Says(() => Input(), "batchShape");
        Says(() => Input([4], batchShape: [2, 4]), "(4,)", "(2, 4)");
        Says(() => Input(batchSize: 2, batchShape: [2, 4]), "batchSize 2");
        Says(() => Input(batchShape: [0, 4]), "batch size", "0");
        Says(() => Input(batchShape: []), "batch size", "0");
    }

    private static void Says(Action action, params string[] words)
    {
        var problem = Assert.ThrowsAny<ArgumentException>(action);
        Assert.All(words, word => Assert.Contains(word, problem.Message, StringComparison.Ordinal));
    }

    private sealed class Formless : Layer;
}
