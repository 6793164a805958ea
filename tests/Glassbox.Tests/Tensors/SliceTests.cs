namespace Glassbox.Tests.Tensors;

/// <summary>What stands in brackets, as NumPy reads it.</summary>
public class SliceTests
{
    private static readonly Tensor X = Tensor.Arange(24).Cast(DType.Float32).Reshape(2, 3, 4);

    [Fact]
    public void A_new_axis_is_put_in_where_null_stands()
    {
        Assert.Equal((2, 1, 3, 4), X[.., null].Shape);
        Assert.Equal((1, 2, 3, 4), X[Slice.NewAxis].Shape);
        Assert.Equal([2, 1, 4, 1], X[.., Slice.NewAxis, 1, .., null].Shape);
        Assert.Equal(X[1, 2].ToArray<float>(), X[1, null, 2].ToArray<float>());
    }

    [Fact]
    public void An_ellipsis_stands_for_the_axes_left_over()
    {
        Assert.Equal(X[.., .., 1].ToArray<float>(), X["...", 1].ToArray<float>());
        Assert.Equal(X[1, .., 2].ToArray<float>(), X[1, Slice.Ellipsis, 2].ToArray<float>());
        Assert.Equal((2, 3, 4, 1), X["...", null].Shape);
        Assert.Equal(X[0, 1, 2].ToArray<float>(), X[0, 1, "...", 2].ToArray<float>());
        Assert.Throws<ArgumentException>(() => X["...", "..."]);
        Assert.Contains("received 4", Assert.Throws<ArgumentException>(() => X["...", 0, 0, 0, 0]).Message, StringComparison.Ordinal);
    }

    // numpy.arange(7)[text], for each text.
    [Theory]
    [InlineData("::-1", new[] { 6f, 5, 4, 3, 2, 1, 0 })]
    [InlineData("::-2", new[] { 6f, 4, 2, 0 })]
    [InlineData("5:1:-2", new[] { 5f, 3 })]
    [InlineData("1:5:-1", new float[0])]
    [InlineData("-2::-3", new[] { 5f, 2 })]
    [InlineData("100:-100:-3", new[] { 6f, 3, 0 })]
    [InlineData("1:-1", new[] { 1f, 2, 3, 4, 5 })]
    [InlineData("-3:", new[] { 4f, 5, 6 })]
    [InlineData(":100:4", new[] { 0f, 4 })]
    [InlineData(":-100", new float[0])]
    public void A_text_is_a_slice_as_NumPy_writes_it(string text, float[] expected)
    {
        Assert.Equal(expected, Tensor.Arange(7).Cast(DType.Float32)[text].ToArray<float>());
    }

    [Fact]
    public void A_negative_step_goes_backward_over_a_range()
    {
        var x = Tensor.Arange(7).Cast(DType.Float32);
        Assert.Equal([6f, 5, 4, 3, 2, 1, 0], x[Slice.Step(.., -1)].ToArray<float>());
        Assert.Equal([4f, 2], x[Slice.Step(1..5, -2)].ToArray<float>());
        Assert.Equal([5f, 4], x[Slice.Step(^3..^1, -1)].ToArray<float>());
        Assert.Equal([], x[Slice.Step(..0, -1)].ToArray<float>());
        Assert.Throws<ArgumentOutOfRangeException>(() => Slice.Step(.., 0));
    }

    [Fact]
    public void Reversed_slices_have_gradients_and_work_on_symbolic_tensors()
    {
        var x = Tensor.Arange(6).Cast(DType.Float32).Reshape(2, 3);
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = Ops.Sum(x["...", Slice.Step(.., -2)] * new float[] { 10, 1 });
        Assert.Equal([1f, 0, 10, 1, 0, 10], tape.Gradient(y, x)!.ToArray<float>());

        var input = global::Glassbox.Keras.Input([5]);
        var model = new Model(input, input[.., Slice.Step(.., -1), null]);
        Assert.Equal([4f, 3, 2, 1, 0], model.Predict(Tensor.Arange(5).Cast(DType.Float32).Reshape(1, 5), verbose: 0).ToArray<float>());
        var copy = Model.FromJson(model.ToJson());
        Assert.Equal((2, 5, 1), copy.Predict(Tensor.Zeros([2, 5]), verbose: 0).Shape);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("1:2:3:4")]
    [InlineData("")]
    [InlineData("1.5")]
    public void Other_texts_are_refused(string text)
    {
        Assert.Contains("as in NumPy", Assert.Throws<ArgumentException>(() => X[text]).Message, StringComparison.Ordinal);
    }
}
