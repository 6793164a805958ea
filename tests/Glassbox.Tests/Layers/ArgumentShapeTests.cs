using Glassbox.Layers;

namespace Glassbox.Tests.Layers;

/// <summary>Shapes that layers are given as settings are held against their inputs.</summary>
public class ArgumentShapeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2, 1)]
    [InlineData(4, 2, 3, 1)]
    [InlineData(4, 1, 2)]
    [InlineData(4, 0, 3)]
    public void A_noise_shape_must_fit_the_input_in_training_and_otherwise(params int[] noise)
    {
        foreach (var layer in new Layer[] { new Dropout(0.5, [.. noise]), new AlphaDropout(0.5, [.. noise]) })
        {
            foreach (var training in new[] { false, true })
            {
                Assert.Contains("noiseShape", Assert.Throws<ArgumentException>(() =>
                    layer.Apply(Tensor.Ones([4, 2, 3]), training: training)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_noise_shape_drops_axes_together()
    {
        foreach (var layer in new Layer[] { new Dropout(0.5, [Shape.Unknown, 1, 3], seed: 1), new AlphaDropout(0.5, [4, 1, 3], seed: 1) })
        {
            var y = layer.Apply(Tensor.Ones([4, 2, 3]), training: true);
            Assert.Equal(Shape.Create([4, 2, 3]), y.Shape);
            Assert.Equal(y[.., 0].ToArray<float>(), y[.., 1].ToArray<float>());
        }
    }

    [Fact]
    public void An_ellipsis_at_the_end_of_an_equation_stands_for_axes_that_are_kept()
    {
        var layer = new EinsumDense("bc...,cd->bd...", outputShape: [5], biasAxes: "d");
        var x = Tensor.RandomNormal([2, 3, 4, 6], seed: 1);
        var y = layer.Apply(x);
        Assert.Equal(Shape.Create([2, 5, 4, 6]), y.Shape);
        Assert.Equal((Shape.Create([3, 5]), Shape.Create([5, 1, 1])), (layer.Kernel!.Shape, layer.Bias!.Shape));
        var expected = Ops.Sum(x[1, .., 2, 3] * layer.Kernel.Value[.., 4]);
        Assert.Equal((float)expected, (float)y[1, 4, 2, 3], 1e-5);
        Assert.Equal(Shape.Create([2, 5, 4, 6]), new EinsumDense("bc...,cd->bd...", outputShape: [5, 4, 6]).ComputeOutputShape(x.Shape));
        Assert.Equal(Shape.Create([2, 5]), new EinsumDense("bc...,cd->bd...", outputShape: [5]).ComputeOutputShape([2, 3]));
    }

    [Theory]
    [InlineData("ab,bc->ac", new[] { 7, 5 })]
    [InlineData("ab,bc->ac", new int[0])]
    [InlineData("abc,cd->abd", new[] { 3, 5, 1 })]
    [InlineData("...b,bc->...c", new[] { 1, 2, 3, 5 })]
    [InlineData("bc...,cd->bd...", new[] { 5, 2, 2, 2 })]
    public void An_output_shape_of_another_length_than_the_equation_has_is_refused(string equation, int[] outputShape) =>
        Assert.Contains("outputShape", Assert.Throws<ArgumentException>(() =>
            new EinsumDense(equation, [.. outputShape]).ComputeOutputShape(equation.StartsWith("ab,", StringComparison.Ordinal)
                ? [4, 3] : [4, 3, 2])).Message, StringComparison.Ordinal);

    [Fact]
    public void An_output_shape_that_contradicts_the_input_is_refused() =>
        Assert.Contains("axis 1 of the output is axis 1 of the input", Assert.Throws<ArgumentException>(() =>
            new EinsumDense("abc,cd->abd", [9, 5]).ComputeOutputShape([4, 3, 2])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void Nothing_is_left_of_a_sequence_that_is_cropped_by_more_than_it_has(int cropping) =>
        Assert.Contains("nothing is left", Assert.Throws<ArgumentException>(() =>
            new Cropping1D((cropping, 0)).Apply(Tensor.Ones([1, 4, 2]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Statistics_and_shared_axes_that_do_not_fit_the_input_are_refused_with_the_layer()
    {
        var (one, three) = (Tensor.Ones([1, 1]), Tensor.Ones([3]));
        foreach (var (layer, input) in new (Layer, Tensor)[]
        {
            (new Normalization(mean: three, variance: three), one), (new Normalization(mean: three, variance: three), Tensor.Ones([2, 4])),
            (new PReLU(sharedAxes: [3]), one),
        })
        {
            var message = Assert.Throws<ArgumentException>(() => layer.Apply(input)).Message;
            Assert.Contains($"'{layer.Name}'", message, StringComparison.Ordinal);
        }

        Assert.Equal(Shape.Create([2, 3]), new Normalization(mean: three, variance: three).Apply(Tensor.Ones([2, 3])).Shape);
    }

    [Fact]
    public void Layer_normalization_may_leave_the_mean()
    {
        var layer = new LayerNormalization(epsilon: 0, rmsScaling: true, scale: false);
        var y = layer.Apply(Tensor.FromSpan<float>([1, 3, 5, 9], [2, 2]));
        Assert.Equal([1f, 3, 2.5f, 4.5f], y.ToArray<float>());
        Assert.Equal("gamma", Assert.Single(layer.Weights).Name);
        Assert.True((bool?)layer.GetConfig().Values["rms_scaling"]);
    }

    [Fact]
    public void A_string_that_is_null_stands_for_the_default()
    {
        string? none = null;
        Assert.Equal("linear", new Dense(2, activation: none).Activation.Name);
        var layer = new Dense(2, kernelInitializer: none, kernelRegularizer: none, kernelConstraint: none, dtype: none);
        Assert.Equal(DType.Float32, layer.DType);
        var model = new Sequential([layer]);
        model.Compile(optimizer: none, loss: none);
        Assert.IsType<Glassbox.Optimizers.RMSprop>(model.Optimizer);
    }
}
