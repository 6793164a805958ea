using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox.Tests.Layers;

/// <summary>The random image layers. Factors whose bounds are equal leave nothing to chance.</summary>
public class AugmentationTests
{
    private static readonly Tensor Images = Tensor.RandomUniform([6, 8, 8, 3], 0, 255, seed: 3);

    public static TheoryData<string> Names => [.. All(1).Select(layer => layer.GetType().Name)];

    [Fact]
    public void A_quarter_turn_is_a_transpose_and_a_flip()
    {
        // Against the clock: what was on the right is on top.
        var expected = Mirrored(Images.Transpose(0, 2, 1, 3), 1);
        foreach (var fillMode in new[] { "reflect", "wrap", "constant", "nearest" })
        {
            Golden.AssertClose(expected, new RandomRotation((0.25, 0.25), fillMode).Apply(Images, training: true), 1e-3);
            Golden.AssertClose(expected, new RandomRotation((0.25, 0.25), fillMode, "nearest").Apply(Images, training: true), 0);
        }

        Golden.AssertClose(Mirrored(Mirrored(Images, 1), 2), new RandomRotation((-0.5, -0.5)).Apply(Images, training: true), 1e-3);
    }

    [Fact]
    public void A_translation_by_whole_pixels_moves_down_and_to_the_right()
    {
        var y = new RandomTranslation((0.25, 0.25), (-0.125, -0.125), "wrap").Apply(Images, training: true);
        Golden.AssertClose(Images[.., ..6, 1..], y[.., 2.., ..7], 0);
        Golden.AssertClose(Images[.., 6.., 1..], y[.., ..2, ..7], 0);
        Assert.Equal(7, (double)new RandomTranslation((1, 1), 0, "constant", fillValue: 7).Apply(Images, training: true).Max());
    }

    [Fact]
    public void A_zoom_by_two_shows_the_middle_half()
    {
        var ramp = Ops.BroadcastTo(Tensor.Arange(8).Cast("float32").Reshape(8, 1, 1), [8, 8, 1]);

        // Rows about the middle 3.5, at half the distance; the columns stay.
        var y = new RandomZoom((-0.5, -0.5), (0, 0)).Apply(ramp, training: true);
        Golden.AssertClose(Ops.BroadcastTo((Tensor.Arange(8).Cast("float32").Reshape(8, 1, 1) * 0.5) + 1.75, [8, 8, 1]), y, 1e-6);

        // Twice as much is seen: every second place, and beyond the edge the constant.
        var far = new RandomZoom((1, 1), fillMode: "constant", interpolation: "nearest", fillValue: -1).Apply(ramp, training: true);
        Assert.Equal(16, (int)Ops.Sum((far >= 0).Cast("int32")));
    }

    [Fact]
    public void Without_a_factor_for_the_width_the_proportions_stay()
    {
        var disk = Tensor.RandomUniform([4, 16, 16, 1], seed: 5);
        Golden.AssertClose(
            new RandomZoom(0.4, seed: 3).Apply(disk, training: true),
            new RandomZoom(0.4, seed: 3).Apply(disk.Transpose(0, 2, 1, 3), training: true).Transpose(0, 2, 1, 3), 1e-5);
        Assert.NotEqual(
            0, (double)Ops.Max(Ops.Abs(new RandomZoom(0.4, 0.4, seed: 3).Apply(disk, training: true) - new RandomZoom(0.4, seed: 3)
            .Apply(disk, training: true))));
    }

    [Theory]
    [InlineData("horizontal")]
    [InlineData("vertical")]
    [InlineData("horizontal_and_vertical")]
    public void About_half_of_the_images_are_mirrored(string mode)
    {
        var many = Tensor.RandomUniform([200, 3, 4, 1], seed: 1);
        var mirrored = mode == "horizontal" ? Mirrored(many, 2) : mode == "vertical" ? Mirrored(many, 1) : Mirrored(Mirrored(many, 1), 2);
        var y = new RandomFlip(mode, seed: 4).Apply(many, training: true);
        var flips = 0;
        for (var i = 0; i < 200; i++)
        {
            var flipped = (bool)Ops.All(Ops.Equal(y[i], mirrored[i]));
            Assert.True(flipped || (bool)Ops.All(Ops.Equal(y[i], many[i])));
            flips += flipped ? 1 : 0;
        }

        Assert.InRange(flips, 70, 130);
    }

    [Fact]
    public void A_crop_is_a_part_of_the_image_and_comes_from_everywhere()
    {
        var places = Tensor.Arange(20).Cast("float32").Reshape(1, 4, 5, 1);
        var layer = new RandomCrop(3, 2, seed: 1);
        var starts = Enumerable.Range(0, 200).Select(_ => (int)(double)layer.Apply(places, training: true)[0, 0, 0, 0]).ToHashSet();
        Assert.Equal([0, 1, 2, 3, 5, 6, 7, 8], starts.Order());
        var y = layer.Apply(places, training: true)[0, .., .., 0];
        Golden.AssertClose(Ops.ExpandDims(y[.., 0] - y[0, 0], 1) + Ops.ExpandDims(y[0], 0), y, 0);
        Assert.Equal(10, (double)(y[2, 0] - y[0, 0]));
    }

    [Fact]
    public void Outside_training_a_crop_resizes_the_largest_middle_part()
    {
        var wide = Tensor.RandomUniform([2, 6, 10, 3], seed: 1);
        Golden.AssertClose(Ops.ResizeImages(wide[.., .., 2..8], [3, 3]), new RandomCrop(3, 3).Apply(wide), 0);
        // Too small to be cut: the same in training.
        Golden.AssertClose(new RandomCrop(8, 8).Apply(wide), new RandomCrop(8, 8).Apply(wide, training: true), 0);
        Assert.Equal("(2, 8, 8, 3)", $"{new RandomCrop(8, 8).Apply(wide).Shape}");
    }

    [Fact]
    public void Contrast_stretches_about_the_mean_of_each_channel()
    {
        Tensor image = new float[,,] { { { 110, 100 }, { 120, 100 } }, { { 130, 100 }, { 140, 250 } } };
        var y = new RandomContrast((1, 1)).Apply(image, training: true);
        // c is uniform in [0, 2): the means are 125 and 137.5, and all distances have the same ratio but for those that are cut off.
        var ratio = ((double)y[0, 0, 0] - 125) / (110 - 125);
        Assert.InRange(ratio, 0, 2);
        Assert.Equal(125 + (15 * ratio), (double)y[1, 1, 0], 1e-3);
        Assert.Equal(Math.Min(255, 137.5 + (112.5 * ratio)), (double)y[1, 1, 1], 1e-2);

        // One number only strengthens, as in Keras.
        var many = new RandomContrast(0.9, seed: 1).Apply(Images * 0.2 + 100, training: true);
        Assert.True((bool)Ops.All(Ops.Std(many, [1, 2]) >= Ops.Std(Images * 0.2 + 100, [1, 2]) - 1e-3));
    }

    [Fact]
    public void Brightness_adds_a_part_of_the_range_and_cuts_off()
    {
        Golden.AssertClose((Images + 51).Clip(0, 255), new RandomBrightness((0.2, 0.2)).Apply(Images, training: true), 1e-3);
        Golden.AssertClose((Images / 255 - 0.4).Clip(-1, 1),
            new RandomBrightness((-0.2, -0.2), (-1, 1)).Apply(Images / 255, training: true), 1e-6);
        // Bytes become floats before anything is added.
        Assert.Equal(0, (double)new RandomBrightness((-0.5, -0.5)).Apply(Tensor.Ones([1, 2, 2, 1], DType.UInt8), training: true).Max());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Outside_training_images_stay_as_they_are(string name)
    {
        var layer = All(1).Single(layer => layer.GetType().Name == name);
        Golden.AssertClose(Images, layer.Apply(Images), 0);
        Assert.Equal(DType.Float32, layer.Apply(Images.Cast("uint8")).DType);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_images_and_each_call_others(string name)
    {
        var (a, b) = (All(1).Single(layer => layer.GetType().Name == name), All(1).Single(layer => layer.GetType().Name == name));
        var (first, second) = (a.Apply(Images, training: true), a.Apply(Images, training: true));
        Golden.AssertClose(first, b.Apply(Images, training: true), 0);
        Golden.AssertClose(second, b.Apply(Images, training: true), 0);
        Assert.False((bool)Ops.All(Ops.Equal(first, second)));
        Assert.False((bool)Ops.All(Ops.Equal(first, All(2).Single(layer => layer.GetType().Name == name).Apply(Images, training: true))));

        // The state is the number of draws: another layer goes on from there.
        var c = All(1).Single(layer => layer.GetType().Name == name);
        c.Draws = a.Draws;
        Golden.AssertClose(a.Apply(Images, training: true), c.Apply(Images, training: true), 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bytes_single_images_and_channels_first_give_the_same(string name)
    {
        Layer Make(string? dataFormat = null) => All(1, dataFormat).Single(layer => layer.GetType().Name == name);
        var bytes = Images.Cast("uint8");
        var expected = Make().Apply(bytes.Cast("float32"), training: true);
        Assert.Equal(DType.Float32, expected.DType);
        Golden.AssertClose(expected, Make().Apply(bytes, training: true), 0);
        // A mean may be added up in another order.
        Golden.AssertClose(expected, Make("channels_first").Apply(bytes.Transpose(0, 3, 1, 2), training: true).Transpose(0, 2, 3, 1), 1e-3);
        Golden.AssertClose(Make().Apply(bytes[..1], training: true)[0], Make().Apply(bytes[0], training: true), 0);
        Assert.Equal(Make().Apply(bytes[0]).Shape, Make().ComputeOutputShape(bytes[0].Shape));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Images_differ_from_one_another(string name)
    {
        var same = Ops.Repeat(Images[..1], 6, axis: 0);
        var y = All(1).Single(layer => layer.GetType().Name == name).Apply(same, training: true);
        Assert.True((double)Ops.Max(Ops.Std(y, 0)) > 1e-3);
    }

    [Fact]
    public void Wrong_arguments_and_shapes_are_refused()
    {
        AssertRefused("[-1, 1]; received 1.5", () => new RandomRotation(1.5));
        AssertRefused("(-1, 1]; received (-1, 0)", () => new RandomZoom((-1, 0)));
        AssertRefused("widthFactor must be", () => new RandomTranslation(0, (-2, 1)));
        AssertRefused("[0, 1]; received (-0.5, 0.5)", () => new RandomContrast((-0.5, 0.5)));
        AssertRefused("[-1, 1]; received NaN", () => new RandomBrightness(double.NaN));
        AssertRefused("valueRange must be (low, high)", () => new RandomBrightness(0.1, (1, 1)));
        AssertRefused("Did you mean 'horizontal'?", () => new RandomFlip("horizontl"));
        AssertRefused("Did you mean 'constant'?", () => new RandomRotation(0.1, "constnt"));
        AssertRefused("nearest, bilinear", () => new RandomZoom(0.1, interpolation: "bicubic"));
        AssertRefused("height", () => new RandomCrop(0, 1));
        AssertRefused("Ops.ExpandDims", () => new RandomFlip().Apply(Tensor.Zeros([28, 28])));
        AssertRefused("(batch, channels, height, width)", () =>
            new RandomFlip(dataFormat: "channels_first").Apply(Tensor.Zeros([1, 1, 28, 28, 1])));
    }

    [Fact]
    public void Files_for_older_versions_leave_out_what_those_do_not_know()
    {
        Assert.Equal("""{"name": "a", "trainable": true, "dtype": "float32", "factor": [0.0, 0.5], "seed": null}""", Minimal(new RandomContrast(0.5, name: "a")));
        Assert.Equal("""{"name": "a", "trainable": true, "dtype": "float32", "seed": 3, "mode": "vertical"}""", Minimal(new RandomFlip("vertical", 3, name: "a")));
        Assert.Contains("\"value_range\": [0.0, 1.0]", Minimal(new RandomBrightness(0.5, (0, 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void They_train_in_a_model_as_the_first_layers()
    {
        var model = new Sequential
        {
            new RandomFlip(inputShape: [8, 8, 3]), new RandomRotation(0.1), new RandomZoom(0.2, 0.1), new RandomTranslation(0.1, 0.1),
                new RandomContrast(0.2), new RandomBrightness(0.1),
            new RandomCrop(6, 6), new Rescaling(1 / 255.0), new Flatten(), new Dense(2),
        };
        model.Compile("adam", "mse");
        model.Fit(Images, Tensor.Zeros([6, 2]), batchSize: 2, epochs: 2, verbose: 0);
        Assert.Equal("(6, 2)", $"{model.Predict(Images.Cast("uint8"), verbose: 0).Shape}");
        Assert.Equal((6 * 6 * 3 * 2) + 2, model.CountParams());
    }

    private static BaseImageAugmentation[] All(int seed, string? dataFormat = null) =>
    [
        new RandomFlip(seed: seed, dataFormat: dataFormat), new RandomRotation(0.2, seed: seed, dataFormat: dataFormat),
        new RandomZoom(0.5, (-0.3, 0.2), seed: seed, dataFormat: dataFormat),
        new RandomTranslation(0.4, 0.3, "wrap", seed: seed, dataFormat: dataFormat),
        new RandomContrast((0.5, 0.5), seed: seed, dataFormat: dataFormat), new RandomBrightness(0.5, seed: seed, dataFormat: dataFormat),
    ];

    private static Tensor Mirrored(Tensor x, int axis) =>
        Ops.Take(x, Tensor.FromSpan<int>([.. Enumerable.Range(0, x.Shape[axis]).Reverse()]), axis);

    private static string Minimal(Layer layer) => KerasJson.Write(MinimalConfig.Of(layer.GetConfig().Values));

    private static void AssertRefused(string expected, Func<object> action) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
