using Glassbox.Layers;
using static Glassbox.Keras;

namespace Glassbox.Tests.Graphs;

/// <summary>Models made of symbolic inputs and outputs.</summary>
public class FunctionalTests
{
    [Fact]
    public void Activations_extend_the_graph()
    {
        var x = Input([3]);
        var model = new Model(x, Activations.Gelu.Apply(Activations.Relu.Apply(x - 1)));
        var data = Tensor.RandomNormal([4, 3], seed: 1);
        Golden.AssertClose(Ops.Gelu(Ops.Relu(data - 1f)), model.Apply(data), 1e-6);
        Assert.Equal(model.ToJson(), Model.FromJson(model.ToJson()).ToJson());
    }

    private static readonly Tensor X = Tensor.RandomNormal([5, 4], seed: 1);

    [Fact]
    public void A_chain_computes_what_the_same_Sequential_does()
    {
        var inputs = Input([4]);
        var outputs = new Dense(3, "softmax").Apply(new Dense(6, "relu").Apply(inputs));
        var model = new Model(inputs, outputs);
        var pile = new Sequential { Input([4]), new Dense(6, "relu"), new Dense(3, "softmax") };
        pile.SetWeights(model.GetWeights());

        Assert.Equal([Shape.Unknown, 3], outputs.Shape);
        Same(pile.Predict(X, verbose: 0), model.Predict(X, verbose: 0));
        Assert.Equal(3, model.Layers.Count);
        Assert.Equal(51, model.CountParams());
    }

    [Fact]
    public void A_residual_connection_is_the_sum_of_both_ways()
    {
        var inputs = Input([4]);
        var hidden = new Dense(4, "tanh");
        var model = new Model(inputs, new Add().Apply([hidden.Apply(inputs), inputs]));

        Same(hidden.Apply(X) + X, model.Apply(X));
    }

    [Fact]
    public void Operators_and_functions_on_symbolic_tensors_compute_as_on_tensors()
    {
        var inputs = Input([4]);
        static T Formula<T>(T x, Func<T, T> relu, Func<T, T> mean, Func<T, T, T> add) => add(relu(x), mean(x));
        var outputs = (2 - (Ops.Relu(inputs) * 3)) / (Ops.Exp(inputs) + 1) - Ops.Mean(inputs, axis: -1, keepdims: true)
            + Formula(inputs, Ops.Abs, Ops.Sin, (a, b) => a + b);
        var model = new Model(inputs, Ops.Concatenate([outputs, -inputs, Ops.Clip(inputs, -1, 1)], axis: 1));

        var expected = (2 - (Ops.Relu(X) * 3)) / (Ops.Exp(X) + 1) - Ops.Mean(X, axis: -1, keepdims: true) + (Ops.Abs(X) + Ops.Sin(X));
        Same(Ops.Concatenate([expected, -X, Ops.Clip(X, -1, 1)], axis: 1), model.Apply(X));
        Assert.Equal([Shape.Unknown, 12], model.OutputShape);
        Assert.Equal(DType.Float32, model.Outputs.One.DType);
        Assert.Single(model.Layers);
    }

    [Fact]
    public void Comparisons_give_truth_values_and_reductions_drop_axes()
    {
        var inputs = Input([4, 3]);
        Assert.Equal(DType.Bool, (inputs > 0).DType);
        Assert.Equal([Shape.Unknown, 3], Ops.Sum(inputs, axis: 1).Shape);
        Assert.Equal([Shape.Unknown, 12], inputs.Reshape(-1, 12).Shape);
        Assert.Equal([Shape.Unknown, 1, 4, 3], Ops.ExpandDims(inputs, 1).Shape);
        Assert.Equal(DType.Int64, Ops.ArgMax(inputs, -1).DType);
    }

    [Fact]
    public void Several_inputs_and_outputs_are_given_as_lists_or_by_name()
    {
        var (a, b) = (Input([4], name: "a"), Input([2], name: "b"));
        var joined = new Concatenate().Apply([a, b]);
        var model = new Model(
            new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b },
            new Dictionary<string, Tensor> { ["sum"] = new Dense(1).Apply(joined), ["product"] = joined * 2 });
        var y = X[.., ..2];

        var byName = model.ApplyAll(new Dictionary<string, Tensor> { ["b"] = y, ["a"] = X });
        var byPosition = model.ApplyAll([X, y]);

        Assert.Equal(["sum", "product"], byName.Keys);
        Same(Ops.Concatenate([X, y], 1) * 2, byName["product"]);
        Same(byPosition["sum"], byName["sum"]);
        var (sum, product) = byPosition;
        Assert.Equal(([5, 1], [5, 6]), (sum.Shape, product.Shape));
    }

    [Fact]
    public void A_shared_layer_has_one_set_of_weights_and_two_uses()
    {
        var (a, b) = (Input([4]), Input([4]));
        var shared = new Dense(3);
        var model = new Model([a, b], new Subtract().Apply([shared.Apply(a), shared.Apply(b)]));

        Assert.Equal(2, model.Weights.Count);
        Assert.Equal(15, model.CountParams());
        Same(Tensor.Zeros([5, 3]), model.Apply([X, X]));
    }

    [Fact]
    public void Models_nest_in_models_of_each_kind()
    {
        var innerInput = Input([4]);
        var inner = new Model(innerInput, new Dense(4, "relu").Apply(innerInput) + innerInput, name: "block");
        var pile = new Sequential { Input([4]), inner, new Dense(2) };
        var outerInput = Input([4]);
        var outer = new Model(outerInput, new Dense(1).Apply(pile.Apply(inner.Apply(outerInput))));

        Same(outer.GetLayer(^1).Apply(pile.Apply(inner.Apply(X))), outer.Apply(X));
        Assert.Equal(inner, outer.GetLayer("block"));

        // The block is used twice, directly and within the pile, and counts once.
        Assert.Equal(20 + 10 + 3, outer.CountParams());
    }

    [Fact]
    public void A_sub_model_shares_the_layers_and_weights_of_the_whole()
    {
        var inputs = Input([4]);
        var features = new Dense(6, "relu", name: "features").Apply(inputs);
        var whole = new Model(inputs, new Dense(3, name: "head").Apply(features));
        var lower = new Model(inputs, features);
        var upper = new Model(features, whole.Outputs);

        Same(whole.Apply(X), upper.Apply(lower.Apply(X)));
        Assert.Same(whole.GetLayer("head"), upper.GetLayer("head"));
        Assert.Equal(["features", "head"], upper.Layers.Select(layer => layer.Name));
        whole.GetLayer("head").SetWeights([Tensor.Zeros([6, 3]), Tensor.Ones([3])]);
        Same(Tensor.Ones([5, 3]), upper.Apply(lower.Apply(X)));
    }

    [Fact]
    public void A_layer_may_be_told_to_act_as_in_training()
    {
        var inputs = Input([100]);
        var always = new Model(inputs, new Dropout(0.5).Apply(inputs, training: true));
        var asTheModel = new Model(inputs, new Dropout(0.5).Apply(inputs));
        var ones = Tensor.Ones([1, 100]);

        Assert.InRange((int)Ops.Sum(Ops.Equal(always.Apply(ones), 0)), 20, 80);
        Same(ones, asTheModel.Apply(ones));
    }

    [Fact]
    public void Data_is_brought_to_the_type_and_rank_of_the_input()
    {
        var inputs = Input([1], dtype: "int32");
        var model = new Model(inputs, inputs + 1);

        Assert.Equal(DType.Int32, model.Apply(new[] { 1.7, 2.2 }).DType);
        Assert.Equal([2, 1], model.Apply(new[] { 1.7, 2.2 }).Shape);
    }

    [Fact]
    public void The_layers_stand_in_the_order_of_Keras()
    {
        var x = Input([10], name: "x");
        var first = new Dense(16, name: "dense").Apply(x);
        var sum = new Add("add").Apply([first, new Dense(16, name: "dense_2").Apply(new Dense(16, name: "dense_1").Apply(first))]);
        var skip = new Dense(4, name: "skip").Apply(x);
        var model = new Model(x, new Dense(3, name: "probs").Apply(new Concatenate(name: "concatenate").Apply([sum, skip])));

        Assert.Equal(["x", "dense", "dense_1", "dense_2", "add", "skip", "concatenate", "probs"], model.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void A_very_deep_graph_does_not_exhaust_the_stack()
    {
        var inputs = Input([1]);
        var x = inputs;
        for (var i = 0; i < 20_000; i++)
        {
            x += 1;
        }

        Assert.Equal(20_000, (double)new Model(inputs, x).Apply(Tensor.Zeros([1, 1])));
    }

    [Fact]
    public void Gradients_flow_through_all_ways_of_a_graph()
    {
        var (a, b) = (Input([3], dtype: "float64"), Input([3], dtype: "float64"));
        var shared = new Dense(3, "tanh", dtype: "float64");
        var (first, second) = (shared.Apply(a), shared.Apply(b));
        var joined = new Concatenate(dtype: "float64").Apply([first, new Multiply(dtype: "float64").Apply([first, second]), a * b + 1]);
        var model = new Model([a, b], new Dense(2, dtype: "float64").Apply(joined));
        var (x, y) = (Tensor.RandomNormal([2, 3], seed: 2, dtype: "float64"), Tensor.RandomNormal([2, 3], seed: 3, dtype: "float64"));

        Autodiff.GradientCheck.Assert(values => model.Apply([values[0], values[1]]), x, y);
    }

    private static void Same(Tensor expected, Tensor actual) => Golden.AssertClose(expected, actual, 1e-6);
}
