using Glassbox.Layers;

namespace Glassbox.Tests.Tensors;

/// <summary>Tensors, shapes and several outputs are taken apart as Python does.</summary>
public class UnpackingTests
{
    [Fact]
    public void Foreach_goes_over_the_first_axis()
    {
        var x = Tensor.Arange(6).Reshape(3, 2);
        var rows = new List<long[]>();
        foreach (var row in x)
        {
            rows.Add(row.ToArray<long>());
        }

        Assert.Equal([[0, 1], [2, 3], [4, 5]], rows);
        Assert.Throws<InvalidOperationException>(() => ((Tensor)3).GetEnumerator());
    }

    [Fact]
    public void A_tensor_is_taken_apart_along_its_first_axis()
    {
        var (low, high) = Tensor.Arange(4).Reshape(2, 2);
        Assert.Equal([0L, 1], low.ToArray<long>());
        Assert.Equal([2L, 3], high.ToArray<long>());
        var (_, _, c, _) = Tensor.Arange(4);
        Assert.Equal(2, (int)c);
        var problem = Assert.Throws<InvalidOperationException>(() =>
        {
            var (_, _) = Tensor.Zeros([3, 5]);
        });
        Assert.Equal("A tensor of shape (3, 5) has 3 slices along its first axis, and 2 were requested.", problem.Message);
    }

    [Fact]
    public void A_shape_is_taken_apart_into_its_extents()
    {
        var (height, width, channels) = Tensor.Zeros([28, 20, 3]).Shape;
        Assert.Equal((28, 20, 3), (height, width, channels));
        Assert.Throws<InvalidOperationException>(() =>
        {
            var (_, _) = Tensor.Zeros([28, 20, 3]).Shape;
        });
    }

    [Fact]
    public void Extents_of_a_shape_may_be_null_or_come_from_an_array()
    {
        Assert.Equal("(None, None, None, 1)", global::Glassbox.Keras.Input((null, null, 1)).Shape.ToString());
        Assert.Equal("(None, 7, None)", global::Glassbox.Keras.Input((7, null)).Shape.ToString());
        int[] extents = [2, 3];
        Assert.Equal((2, 3), Tensor.Zeros(extents).Shape);
        Assert.Equal((3, 2), Tensor.Zeros(extents).Reshape([3, 2]).Shape);
    }

    [Fact]
    public void Several_outputs_of_a_model_are_taken_apart()
    {
        var (a, b) = (global::Glassbox.Keras.Input([4]), global::Glassbox.Keras.Input([4]));
        var model = new Model([a, b], [a + b, a - b]);
        var (x, y) = (Tensor.Ones([5, 4]), Tensor.Full([5, 4], 2));
        var (sum, difference) = model.Predict([x, y], verbose: 0);
        Assert.All(sum.ToArray<float>(), value => Assert.Equal(3, value));
        Assert.All(difference.ToArray<float>(), value => Assert.Equal(-1, value));
        var (symbolicSum, _) = model.Apply([a, b]);
        Assert.Equal("(None, 4)", symbolicSum.Shape.ToString());

        var both = model.Apply([x, y]);
        var problem = Assert.ThrowsAny<InvalidOperationException>(() => both * 2);
        Assert.Contains("gives 2 outputs. Take them apart", problem.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<InvalidOperationException>(() => both.Shape);
        Assert.ThrowsAny<InvalidOperationException>(() => both.ToArray<float>());
        Assert.ThrowsAny<InvalidOperationException>(() => new Dense(2).Apply(both));
        Assert.Throws<InvalidOperationException>(() =>
        {
            var (_, _, _) = both;
        });
    }

    [Fact]
    public void Validation_data_of_several_inputs_are_written_as_a_tuple()
    {
        var (a, b) = (global::Glassbox.Keras.Input([2]), global::Glassbox.Keras.Input([2]));
        var model = new Model([a, b], new Dense(1).Apply(new Concatenate().Apply([a, b])));
        model.Compile("sgd", "mse");
        var (x, y) = (Tensor.Ones([4, 2]), Tensor.Ones([4, 1]));
        var history = model.Fit([x, x], y, validationData: ([x, x], y), verbose: 0);
        Assert.Single(history["val_loss"]);
        history = model.Fit([x, x], y, validationData: ([x, x], y, Tensor.Ones([4])), verbose: 0);
        Assert.Single(history["val_loss"]);
    }

    [Fact]
    public void A_sequential_is_built_for_a_shape_as_in_Keras()
    {
        var model = new Sequential([new Dense(3), new Dense(2)]);
        model.Build((null, 4));
        Assert.Equal((4 * 3) + 3 + (3 * 2) + 2, model.CountParams());
        Assert.Throws<ArgumentException>(() => model.Build((null, 5)));
    }
}
