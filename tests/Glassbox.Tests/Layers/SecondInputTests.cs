using System.Text.Json.Nodes;
using Glassbox.Layers;
using Glassbox.Tests.Autodiff;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Layers;

/// <summary>Layers that take an argument beside their input, and a function as a layer.</summary>
public class SecondInputTests
{
    private static readonly Tensor Scores = Tensor.FromArray(new float[,] { { 1, 2, 1 }, { 0, 5, 0 } });

    [Fact]
    public void Softmax_leaves_out_what_is_masked()
    {
        var mask = Tensor.FromArray(new[,] { { true, false, true }, { true, true, true } });
        var y = new Softmax().Apply([Scores, mask]);

        Golden.AssertClose(Tensor.FromArray(new float[] { 0.5f, 0, 0.5f }), y[0], 1e-6);
        Golden.AssertClose(Ops.Softmax(Scores[1]), y[1], 1e-6);
        Golden.AssertClose(y, new Softmax().Apply([Scores, mask.Cast("float32")]), 0);
        Golden.AssertClose(Tensor.Full([2, 3], 1 / 3.0, "float32"), new Softmax().Apply([Scores, Tensor.Zeros([2, 3], "bool")]), 1e-6);
        GradientCheck.Assert(values => new Softmax(dtype: "float64").Apply([values[0], mask]), Scores.Cast("float64"));
        Assert.Contains("mask", Assert.Throws<ArgumentException>(() => new Softmax().Apply([Scores, mask[.., ..2]])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_are_counted_by_their_weights()
    {
        var numbers = Tensor.FromArray(new[,] { { 0, 1, 1 }, { 2, 2, 3 } });
        var weights = Tensor.FromArray(new float[,] { { 0.1f, 0.2f, 0.3f }, { 1, 2, 4 } });
        Golden.AssertClose(Tensor.FromArray(new[,] { { 0.1, 0.5, 0, 0 }, { 0, 0, 3, 4 } }),
            new CategoryEncoding(4, "count").Apply([numbers, weights]), 1e-6);

        Assert.Contains("count", Assert.Throws<ArgumentException>(() => new CategoryEncoding(4).Apply([numbers, weights])).Message,
            StringComparison.Ordinal);
        Assert.Contains("(2, 2)", Assert.Throws<ArgumentException>(() =>
            new CategoryEncoding(4, "count").Apply([numbers, weights[.., ..2]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Graphs_with_second_inputs_go_through_files()
    {
        using var folder = new TemporaryFolder();
        var (scores, mask) = (Glassbox.Keras.Input([3], name: "scores"), Glassbox.Keras.Input([3], name: "mask", dtype: "bool"));
        var model = new Model(new[] { scores, mask }, new Softmax(name: "chosen").Apply([scores, mask]));
        model.Save(folder["softmax.keras"]);
        var loaded = Model.Load(folder["softmax.keras"]);
        var given = Tensor.FromArray(new[,] { { true, false, true }, { false, true, true } });
        Golden.AssertClose(model.Apply([Scores, given]), loaded.Apply([Scores, given]), 0);

        // The arguments stand one after the other and not in a list; where Keras was given the mask by its name, it stands among the named
        // ones.
        var description = JsonNode.Parse(model.ToJson())!;
        var call = description["config"]!["layers"]!.AsArray()
            .Single(layer => (string?)layer!["class_name"] == "Softmax")!["inbound_nodes"]![0]!;
        var arguments = call["args"]!.AsArray();
        Assert.All(arguments, argument => Assert.Equal("__keras_tensor__", (string?)argument!["class_name"]));
        var second = arguments[1]!.DeepClone();
        arguments.RemoveAt(1);
        call["kwargs"]!["mask"] = second;
        Golden.AssertClose(model.Apply([Scores, given]), Model.FromJson(description.ToJsonString()).Apply([Scores, given]), 0);
    }

    [Fact]
    public void A_function_is_a_layer_with_its_shape_type_and_gradient()
    {
        var layer = new Lambda(x => x > 0, name: "sign");
        Assert.Equal(DType.Bool, layer.Apply(Glassbox.Keras.Input([3])).DType);
        Assert.Equal([Shape.Unknown, 2, 3], new Lambda(x => Ops.Stack([x, x * 2], axis: 1)).Apply(Glassbox.Keras.Input([3])).Shape);

        using var tape = new GradientTape();
        tape.Watch(Scores);
        Golden.AssertClose(Scores * 2, tape.Gradient(Ops.Sum(new Lambda(Ops.Square).Apply(Scores)), [Scores])[0]!, 0);
        Assert.Throws<ArgumentNullException>(() => new Lambda(null!));
    }

    [Fact]
    public void A_function_of_several_inputs_is_a_layer()
    {
        var (a, b) = (Glassbox.Keras.Input([3]), Glassbox.Keras.Input([3]));
        var distance = new Model([a, b], new Lambda((x, y) => Ops.Sum(Ops.Square(x - y), axis: 1, keepdims: true)).Apply([a, b]));
        Assert.Equal([Shape.Unknown, 1], distance.OutputShape);
        Golden.AssertClose(Tensor.FromArray(new float[,] { { 12 }, { 12 } }),
            distance.Apply([Tensor.Ones([2, 3]) * 3, Tensor.Ones([2, 3])]), 0);

        var named = new Lambda((Structure<Tensor> x) => new[] { x["a"] + x["b"], x["a"] - x["b"] });
        var both = named.ApplyAll(new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b });
        Assert.Equal([-1, 3], both[1].Shape);
        Assert.Equal([-1, 2], new Lambda((x, y) => Ops.MatMul(x, Ops.Transpose(y)), outputShape: 2).Apply([a, b]).Shape);

        var listed = new Lambda(x => Ops.Abs(x[0] - x[1]));
        Assert.Equal([-1, 3], listed.Apply([a, b]).Shape);
        Golden.AssertClose(Tensor.Ones([2, 3]) * 2, listed.Apply([Tensor.Ones([2, 3]), Tensor.Ones([2, 3]) * 3]), 0);
        Golden.AssertClose(Tensor.Ones([2, 1]) * 12,
            new Lambda(SquaredDistance, outputShape: 1).Apply([Tensor.Ones([2, 3]), Tensor.Ones([2, 3]) * 3]), 0);

        var one = new Lambda(x => x[.., 0], name: "first");
        Assert.Contains("(a, b) => …", Assert.Throws<ArgumentException>(() => one.Apply([a, b])).Message, StringComparison.Ordinal);
        Assert.Contains("two inputs", Assert.Throws<ArgumentException>(() => new Lambda((x, y) => x).Apply(a)).Message,
            StringComparison.Ordinal);
    }

    private static Tensor SquaredDistance(Structure<Tensor> vectors)
    {
        var (x, y) = vectors;
        return Ops.Sum(Ops.Square(x - y), axis: 1, keepdims: true);
    }
}
