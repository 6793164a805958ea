using Glassbox.Layers;

namespace Glassbox.Tests.Layers;

/// <summary>
/// Windows, steps, margins and sizes far beyond the images: each has the right result where that is a tensor, and is refused with its
/// numbers where it is none.
/// </summary>
public class GeometryTests
{
    private const int Far = 1 << 30;

    private static readonly Tensor Four = Tensor.FromArray(new[, ,] { { { 1f }, { 2f }, { 4f }, { 8f } } });

    public static TheoryData<string> Dilated => [.. Convolutions.Keys];

    private static Dictionary<string, (Func<int, Layer> Make, Shape Input)> Convolutions => new()
    {
        ["Conv1D same"] = (rate => new Conv1D(2, 3, padding: "same", dilationRate: rate), [2, 5, 3]),
        ["Conv1D of two taps"] = (rate => new Conv1D(2, 2, padding: "same", dilationRate: rate), [2, 5, 3]),
        ["Conv1D causal"] = (rate => new Conv1D(2, 3, padding: "causal", dilationRate: rate), [2, 5, 3]),
        ["Conv1D with groups"] = (rate => new Conv1D(4, 3, padding: "same", dilationRate: rate, groups: 2), [2, 5, 4]),
        ["Conv2D"] = (rate => new Conv2D(2, 3, padding: "same", dilationRate: rate), [2, 4, 5, 3]),
        ["Conv2D along one axis"] = (rate => new Conv2D(2, 3, padding: "same", dilationRate: (rate, 1), activation: "relu"), [2, 4, 5, 35]),
        ["Conv3D"] = (rate => new Conv3D(2, 3, padding: "same", dilationRate: rate), [2, 2, 3, 4, 2]),
        ["DepthwiseConv1D"] = (rate => new DepthwiseConv1D(3, padding: "same", dilationRate: rate), [2, 5, 3]),
        ["DepthwiseConv2D"] = (rate => new DepthwiseConv2D(2, padding: "same", depthMultiplier: 2, dilationRate: rate), [2, 4, 5, 3]),
        ["SeparableConv1D"] = (rate => new SeparableConv1D(2, 3, padding: "same", dilationRate: rate), [2, 5, 3]),
        ["SeparableConv2D"] = (rate => new SeparableConv2D(2, 3, padding: "same", dilationRate: rate), [2, 4, 5, 3]),
        ["Conv1DTranspose"] = (rate => new Conv1DTranspose(2, 3, padding: "same", dilationRate: rate), [2, 5, 3]),
        ["Conv2DTranspose"] = (rate => new Conv2DTranspose(2, 2, padding: "same", dilationRate: rate), [2, 4, 5, 3]),
        ["Conv3DTranspose"] = (rate => new Conv3DTranspose(2, 3, padding: "same", dilationRate: rate), [2, 2, 3, 4, 2]),
    };

    [Theory]
    [MemberData(nameof(Dilated))]
    public void Taps_far_outside_of_the_images_count_as_zeros_and_have_no_gradient(string name)
    {
        // With 16 the taps lie outside as well.
        var (make, input) = Convolutions[name];
        var x = Tensor.RandomNormal(input, seed: 1);
        var near = Run(make(16), x, weights: null);
        foreach (var rate in new[] { Far, int.MaxValue, 715_827_883 })
        {
            var far = Run(make(rate), x, near.Weights);
            Assert.Equal(near.Output, far.Output);
            Assert.Equal(near.Gradients.Select(gradient => gradient.ToArray<float>()),
                far.Gradients.Select(gradient => gradient.ToArray<float>()));
        }
    }

    [Theory]
    [InlineData("same", new[] { 30f, 50f, 90f, 170f })]
    [InlineData("causal", new[] { 110f, 210f, 410f, 810f })]
    public void Of_a_window_that_reaches_far_one_tap_is_left(string padding, float[] expected)
    {
        var layer = new Conv1D(1, 3, padding: padding, dilationRate: Far);
        layer.Apply(Four);
        layer.SetWeights([Tensor.FromArray(new[, ,] { { { 3f } }, { { 20f } }, { { 100f } } }), Tensor.FromArray(new[] { 10f })]);

        Assert.Equal(expected, layer.Apply(Four).ToArray<float>());
        Assert.Equal(expected, new Sequential([Glassbox.Keras.Input([4, 1]), layer]).Predict(Four, verbose: 0).ToArray<float>());
    }

    [Theory]
    [InlineData("same", 21)]
    [InlineData("valid", 21)]
    [InlineData("causal", 10)]
    public void A_step_beyond_the_images_leaves_the_first_position(string padding, float expected)
    {
        var layer = new Conv1D(1, 2, strides: int.MaxValue, padding: padding);
        layer.Apply(Four);
        layer.SetWeights([Tensor.FromArray(new[, ,] { { { 1f } }, { { 10f } } }), Tensor.Zeros([1])]);
        Assert.Equal([expected], layer.Apply(Four).ToArray<float>());
        Assert.Equal([2f], new MaxPooling1D(2, strides: int.MaxValue).Apply(Four).ToArray<float>());
        Assert.Equal([1.5f], new AveragePooling1D(2, strides: int.MaxValue, padding: "same").Apply(Four).ToArray<float>());
    }

    [Theory]
    [InlineData(Far)]
    [InlineData(int.MaxValue)]
    [InlineData(9)]
    public void A_pool_larger_than_the_images_holds_all_of_them(int size)
    {
        Assert.Equal([8f, 8, 8, 8], new MaxPooling1D(size, strides: 1, padding: "same").Apply(Four).ToArray<float>());
        Assert.Equal([3.75f, 3.75f, 3.75f, 3.75f], new AveragePooling1D(size, strides: 1, padding: "same").Apply(Four).ToArray<float>());
        Assert.Equal([8f], new MaxPooling1D(size, padding: "same").Apply(Four).ToArray<float>());
        var images = Tensor.Arange(2 * 3 * 4 * 2).Cast("float32").Reshape(2, 3, 4, 2);
        Assert.All(Rows(new MaxPooling2D(size, strides: 1, padding: "same").Apply(images), 2), row =>
            Assert.Contains(row, new[] { new[] { 22f, 23 }, [46, 47] }));
        Assert.All(Rows(new AveragePooling2D((size, 1), strides: 1, padding: "same").Apply(images)[0, 0], 2), row =>
            Assert.Equal(row[0] + 1, row[1]));
        Assert.Contains("does not fit", Assert.ThrowsAny<ArgumentException>(() => new MaxPooling1D(size).Apply(Four)).Message,
            StringComparison.Ordinal);

        using var tape = new GradientTape();
        tape.Watch(Four);
        var y = Ops.Sum(new AveragePooling1D(size, strides: 1, padding: "same").Apply(Four))
            + Ops.Sum(new MaxPooling1D(size, strides: 1, padding: "same").Apply(Four));
        Assert.Equal([1f, 1, 1, 5], tape.Gradient(y, [Four])[0]!.ToArray<float>());
    }

    [Fact]
    public void A_transposed_step_of_one_input_may_be_as_large_as_the_output()
    {
        var layer = new Conv1DTranspose(1, 2, strides: 1000, useBias: false);
        var y = layer.Apply(Tensor.Ones([1, 1, 1]));
        Assert.Equal<Shape>([1, 1000, 1], y.Shape);
        Assert.Equal([.. layer.Kernel!.Value.ToArray<float>(), 0f], y[0, ..3, 0].ToArray<float>());
    }

    [Theory]
    [InlineData(Far)]
    [InlineData(int.MaxValue)]
    public void Outputs_that_no_tensor_can_hold_are_refused_with_the_layer_and_its_numbers(int far)
    {
        var images = Tensor.Zeros([2, 3, 3, 2]);
        Layer[] layers =
        [
            new ZeroPadding2D((far, 0)), new UpSampling2D((1, far)), new UpSampling2D((far, 1), interpolation: "bilinear"),
            new Resizing(far, 2), new Resizing(3, far, "bicubic"), new Resizing(far, 1, padToAspectRatio: true),
            new CenterCrop(far, 2), new RandomCrop(far, 2), new AdaptiveMaxPooling2D((far, 1)), new AdaptiveAveragePooling2D(far),
            new Conv2D(far, 1), new Conv2DTranspose(2, 3, strides: (far, 1)), new Conv2DTranspose(2, 3, dilationRate: (far, 1)),
            new DepthwiseConv2D(1, depthMultiplier: far),
            new SeparableConv2D(far, 1), new SeparableConv2D(2, 1, depthMultiplier: far), new Dense(far),
        ];
        foreach (var layer in layers)
        {
            var refusal = Assert.ThrowsAny<ArgumentException>(() => layer.Apply(images, training: true));
            Assert.Contains($"Layer '{layer.Name}' ({layer.ClassName})", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("2,147,483,591", refusal.Message, StringComparison.Ordinal);
            Assert.ThrowsAny<ArgumentException>(() => layer.Apply(Glassbox.Keras.Input([3, 3, 2])));
        }
    }

    [Fact]
    public void Weights_that_no_tensor_can_hold_are_named_with_their_shape()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new Dense(Far, name: "wide").Apply(Tensor.Zeros([1, 4])));
        Assert.Contains("Layer 'wide' (Dense): the weight 'kernel' of shape (4, 1073741824)", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>(() => new Dense(3, name: "long").Apply(Glassbox.Keras.Input([Far])));
        Assert.Contains("Layer 'long' (Dense): the weight 'kernel' of shape (1073741824, 3)", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>(() => new Flatten(name: "flat").Apply(Glassbox.Keras.Input([1 << 16, 1 << 16])));
        Assert.Contains("Layer 'flat' (Flatten): a sample of shape (65536, 65536)", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>(() => new Reshape([-1], name: "again").Apply(Glassbox.Keras.Input([1 << 16, 1 << 16])));
        Assert.Contains("Layer 'again' (Reshape): a sample of shape (65536, 65536)", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(Far)]
    [InlineData(int.MaxValue)]
    public void Croppings_that_leave_nothing_are_refused(int cropping)
    {
        foreach (var layer in new Layer[] { new Cropping1D(cropping, name: "cut"), new Cropping1D((cropping, cropping), name: "cut"),
            new Cropping1D((0, 2 * (long)cropping > int.MaxValue ? int.MaxValue : 2 * cropping), name: "cut") })
        {
            var refusal = Assert.ThrowsAny<ArgumentException>(() => layer.Apply(Four));
            Assert.Contains("Layer 'cut' (Cropping1D)", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("(1, 4, 1)", refusal.Message, StringComparison.Ordinal);
            Assert.ThrowsAny<ArgumentException>(() => layer.ComputeOutputShape([Shape.Unknown, 4, 1]));
        }

        Assert.Equal([4f], new Cropping1D((2, 1)).Apply(Four).ToArray<float>());
    }

    [Fact]
    public void More_parts_than_pixels_cost_no_more_than_their_result()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var y = new AdaptiveMaxPooling1D(1 << 20).Apply(Four);
        Assert.Equal<Shape>([1, 1 << 20, 1], y.Shape);
        Assert.Equal([1f, 1, 2, 4, 8], new[] { 0, (1 << 18) - 1, 1 << 18, 1 << 19, (1 << 20) - 1 }.Select(i => (float)y[0, i, 0]));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100 << 20);
    }

    [Fact]
    public void Patches_that_overlap_hold_the_pixels_themselves_and_zeros_outside()
    {
        var x = Tensor.Arange(9).Cast("float32").Reshape(1, 3, 3, 1);
        Assert.Equal([0f, 1, 3, 4], Ops.ExtractPatches(x, 2, strides: 1)[0, 0, 0].ToArray<float>());
        Assert.Equal([4f, 5, 7, 8], Ops.ExtractPatches(x, 2, strides: 1)[0, 1, 1].ToArray<float>());
        Assert.Equal([0f, 0, 0, 0, 0, 1, 0, 3, 4], Ops.ExtractPatches(x, 3, strides: 1, padding: "same")[0, 0, 0].ToArray<float>());
        Assert.Equal([0f, 0, 0, 0, 5, 0, 0, 0, 0],
            Ops.ExtractPatches(x, 3, strides: 1, dilationRate: Far, padding: "same")[0, 1, 2].ToArray<float>());
        Assert.Equal([0f, 2, 6, 8],
            Ops.ExtractPatches(x.Transpose([0, 3, 1, 2]), 2, strides: int.MaxValue, dilationRate: 2, dataFormat: "channels_first")[0, ..,
            0, 0].ToArray<float>());
        var infinite = Ops.Where(x > 7, Ops.OnesLike(x) * double.PositiveInfinity, x);
        Assert.Equal([0f, 1, 3, 4], Ops.ExtractPatches(infinite, 2, strides: 1)[0, 0, 0].ToArray<float>());
        foreach (var size in new[] { Far, int.MaxValue, 1 << 16 })
        {
            Assert.Contains("ExtractPatches",
                Assert.ThrowsAny<ArgumentException>(() => Ops.ExtractPatches(x, size, padding: "same")).Message, StringComparison.Ordinal);
            Assert.Contains("does not fit", Assert.ThrowsAny<ArgumentException>(() => Ops.ExtractPatches(x, size)).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Far)]
    [InlineData(int.MaxValue)]
    public void Operations_refuse_what_no_tensor_can_hold(int far)
    {
        var x = Tensor.Zeros([2, 4]);
        Refused("Pad", () => Ops.Pad(x, (far, far), (0, 0)));
        Refused("Pad", () => Ops.Pad(x, (0, 0), (far - 5, 0)));
        Refused("Repeat", () => Ops.Repeat(x, far, 1));
        Refused("(2, 1073741824, 4)", () => Ops.BroadcastTo(Ops.ExpandDims(x, 1), [2, Far, 4]));
        Refused("cannot be reshaped", () => Ops.Reshape(x, [far, far, far]));
        Refused("cannot be reshaped", () => Ops.Reshape(x, [far, far, -1]));
        Refused("ResizeImages", () => Ops.ResizeImages(Tensor.Zeros([1, 2, 2, 2]), [far, 2]));
        Refused("outputPadding", () => Ops.ConvTranspose(Four, Tensor.Ones([2, 1, 1]), outputPadding: far));
        Refused("ConvTranspose", () => Ops.ConvTranspose(Four, Tensor.Ones([2, 1, 1]), strides: far));
        Refused("would have more than", () => Tensor.Zeros([far, far]));
        Refused("PadSequences", () => Utils.PadSequences([new[] { 1 }, [2, 3], [4]], maxlen: far));
        Assert.Equal<Shape>([1, 5, 1, 1], Ops.ResizeImages(Tensor.Zeros([1, 1 << 10, 1 << 10, 1]), [5, 1]).Shape);

        static void Refused(string expected, Func<object> function) =>
            Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(function).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_with_an_extent_of_zero_is_zero()
    {
        const int Wide = 1 << 16;
        foreach (var shape in new Shape[] { [Wide, Wide, 0], [0, Wide, Wide], [Wide, 0, Wide], [Wide, Wide, Wide, Wide, 0] })
        {
            var x = Tensor.Zeros(shape);
            Assert.Equal((0, 0), (shape.Size, x.Size));
            Assert.Equal(shape, (x + x).Shape);
            Assert.Equal(shape, (x * Tensor.Ones([.. Enumerable.Repeat(1, shape.Rank)])).Shape);
            Assert.Equal(shape, Ops.Exp(x).Shape);
            Assert.Equal<Shape>([.. shape.Reverse()], Ops.Transpose(x).Shape);
            Assert.Equal<Shape>([0, 3], Ops.Reshape(x, [-1, 3]).Shape);
            Assert.Equal<Shape>([shape[0] / 2, .. shape[1..]], Ops.Concatenate([x[..0], x[..(shape[0] / 2)]], 0).Shape);
            Assert.Equal(0, (float)Ops.Sum(x));
            Assert.Equal(shape, Ops.Take(x, Tensor.Arange(shape[1]), 1).Shape);
        }

        Assert.Equal<Shape>([0, 1, Wide], Ops.Sum(Tensor.Zeros([0, Wide, Wide]), 1, keepdims: true).Shape);
        Assert.Equal(0, Tensor.Zeros([int.MaxValue, int.MaxValue, int.MaxValue, 0]).Size);
        Assert.Throws<OverflowException>(() => ((Shape)(Wide, Wide)).Size);
    }

    private static (float[] Output, IReadOnlyList<Tensor> Gradients, IReadOnlyList<Tensor> Weights) Run(
        Layer layer, Tensor x, IReadOnlyList<Tensor>? weights)
    {
        layer.BuildFor(x.Shape);
        layer.SetWeights(weights ?? [.. layer.Weights.Select((weight, i) => Tensor.RandomNormal(weight.Shape, seed: 20 + i))]);
        using var tape = new GradientTape(persistent: true);
        tape.Watch(x);
        var y = layer.Apply(x);
        var loss = Ops.Sum(Ops.Square(y));
        return (y.ToArray<float>(),
            [tape.Gradient(loss, [x])[0]!, .. tape.Gradient(loss, layer.TrainableVariables).Select(gradient => gradient!)],
            layer.GetWeights());
    }

    private static IEnumerable<float[]> Rows(Tensor x, int length) => x.ToArray<float>().Chunk(length);
}
