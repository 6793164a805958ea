using Glassbox.Layers;
using Glassbox.Tests.Datasets;
using static Glassbox.Keras;

namespace Glassbox.Tests.Graphs;

/// <summary>Parts of symbolic tensors: <c>x[.., 1..3]</c>, Take, OneHot.</summary>
public class PartTests
{
    private static readonly Tensor X = Tensor.RandomNormal([3, 4, 5], seed: 1);

    [Fact]
    public void A_part_of_a_symbolic_tensor_has_the_shape_of_the_part()
    {
        var x = Input([4, 5]);
        Assert.Equal([Shape.Unknown, 2, 5], x[.., 1..3].Shape);
        Assert.Equal([Shape.Unknown, 5], x[.., ^1].Shape);
        Assert.Equal([Shape.Unknown, 4], x[.., .., 0].Shape);
        Assert.Equal([Shape.Unknown, 4, 3], x[.., .., Slice.Step(.., 2)].Shape);
        var problem = Assert.Throws<ArgumentException>(() => x[.., 4]);
        Assert.Contains("GetItem", problem.Message, StringComparison.Ordinal);
        Assert.Contains("axis 1", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_compute_as_on_tensors_and_go_through_files()
    {
        using var folder = new TemporaryFolder();
        var x = Input([4, 5]);
        var outputs = new[] { x[.., 1..3], x[.., ^1], x[.., -2, 1..], x[.., Slice.Step(1.., 2), ..^1], x[^2..],
            x[.., ^3..^1, Slice.Step(.., 3)] };
        var expected = new[] { X[.., 1..3], X[.., ^1], X[.., -2, 1..], X[.., Slice.Step(1.., 2), ..^1], X[^2..],
            X[.., ^3..^1, Slice.Step(.., 3)] };
        var model = new Model(x, outputs);
        model.Save(folder["parts.keras"]);

        foreach (var each in new[] { model, Model.Load(folder["parts.keras"]) })
        {
            Assert.All(expected.Zip(each.ApplyAll(X)), pair => Golden.AssertClose(pair.First, pair.Second, 0));
        }

        Assert.Contains("\"__slice__\"", model.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_are_taken_and_classes_encoded_within_a_graph()
    {
        using var folder = new TemporaryFolder();
        var (table, chosen) = (Input([4, 5]), Input([], dtype: "int32"));
        var model = new Model(new[] { table, chosen }, new[] { Ops.Take(table, chosen, axis: 1), Ops.OneHot(chosen, 4) });
        model.Save(folder["taken.keras"]);
        var numbers = Tensor.FromArray(new[] { 3, 0, 1 });

        foreach (var each in new[] { model, Model.Load(folder["taken.keras"]) })
        {
            var (rows, hot) = each.ApplyAll([X, numbers]);
            Golden.AssertClose(Ops.Take(X, numbers, axis: 1), rows, 0);
            Golden.AssertClose(Ops.OneHot(numbers, 4), hot, 0);
        }

        Assert.Equal([Shape.Unknown, 4], model.Outputs[1].Shape);
        Assert.Equal(DType.Float32, model.Outputs[1].DType);
    }

    [Fact]
    public void What_Keras_can_take_and_we_cannot_is_refused()
    {
        var x = Input([4]);
        var json = new Model(x, x[.., 1..]).ToJson();
        Assert.Contains("not supported", Assert.Throws<NotSupportedException>(() =>
            Model.FromJson(json.Replace("__slice__", "__ellipsis__", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }
}
