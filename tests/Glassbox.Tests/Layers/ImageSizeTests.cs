using Glassbox.Layers;

namespace Glassbox.Tests.Layers;

/// <summary>Layers that bring images to a size.</summary>
public class ImageSizeTests
{
    /// <summary>The numbers 0 to 7 as an image of 2 by 4.</summary>
    private static readonly Tensor Wide = Ops.Reshape(Tensor.Arange(8).Cast("float32"), [1, 2, 4, 1]);

    [Fact]
    public void Flattened_images_lie_in_one_order_whatever_their_format()
    {
        var x = Tensor.RandomUniform([2, 3, 4, 5], seed: 1);
        Assert.Equal(new Flatten().Apply(x).ToArray<float>(),
            new Flatten("channels_first").Apply(x.Transpose(0, 3, 1, 2)).ToArray<float>());
        Assert.Equal([2, 3], new Flatten("channels_first").Apply(x[.., .., 0, 0]).Shape);
    }

    [Fact]
    public void Cropping_to_the_aspect_ratio_cuts_off_what_sticks_out()
    {
        Equal([1, 2, 5, 6], new Resizing(2, 2, cropToAspectRatio: true).Apply(Wide));
        Equal([0, 1, 2, 3], new Resizing(1, 4, "nearest", cropToAspectRatio: true).Apply(Wide));
        // Enlarged after the cut: the middle square, each pixel twice.
        Equal([1, 1, 2, 2, 1, 1, 2, 2, 5, 5, 6, 6, 5, 5, 6, 6], new Resizing(4, 4, "nearest", cropToAspectRatio: true).Apply(Wide));
    }

    [Fact]
    public void Padding_to_the_aspect_ratio_fills_up_what_lacks_and_keeps_the_pixels()
    {
        Equal([9, 9, 9, 9, 0, 1, 2, 3, 4, 5, 6, 7, 9, 9, 9, 9], new Resizing(4, 4, padToAspectRatio: true, fillValue: 9).Apply(Wide));

        // Pixels come out with the same bits, whatever is filled up.
        var tenths = Wide / 10;
        Equal(tenths.Flatten().ToArray<float>(), new Resizing(4, 4, padToAspectRatio: true, fillValue: 1e6).Apply(tenths)[.., 1..3]);
        Assert.Throws<ArgumentException>(() => new Resizing(4, 4, cropToAspectRatio: true, padToAspectRatio: true));
    }

    [Fact]
    public void Interpolations_between_two_pixels_have_their_weights()
    {
        var x = Ops.Reshape(Tensor.FromArray(new float[] { 0, 1 }), [1, 1, 2, 1]);

        // The new pixels lie at -0.25, 0.25, 0.75 and 1.25.
        Equal([0, 0, 1, 1], new Resizing(1, 4, "nearest").Apply(x));
        Equal([0, 0.25, 0.75, 1], new Resizing(1, 4, "bilinear").Apply(x), 1e-6);

        // Keys' cubic with a = -0.5, of what is inside: at distance d to 1.5d³ - 2.5d² + 1, or -0.5d³ + 2.5d² - 4d + 2 from 1 on.
        double Near(double d) => (1.5 * d * d * d) - (2.5 * d * d) + 1;
        double Far(double d) => (-0.5 * d * d * d) + (2.5 * d * d) - (4 * d) + 2;
        var (outside, inside) = (Far(1.25) / (Near(0.25) + Far(1.25)), Near(0.75) / (Near(0.25) + Near(0.75)));
        Equal([outside, inside, 1 - inside, 1 - outside], new Resizing(1, 4, "bicubic").Apply(x), 1e-6);
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("bilinear")]
    [InlineData("bicubic")]
    [InlineData("lanczos3")]
    [InlineData("lanczos5")]
    public void An_even_image_stays_even_and_the_same_size_changes_nothing(string interpolation)
    {
        foreach (var antialias in new[] { false, true })
        {
            Golden.AssertClose(Tensor.Full([1, 3, 5, 1], 0.7, "float32"),
                new Resizing(3, 5, interpolation, antialias: antialias).Apply(Tensor.Full([1, 6, 4, 1], 0.7, "float32")), 1e-6);
        }

        Golden.AssertClose(Wide, new Resizing(2, 4, interpolation).Apply(Wide), 0);
    }

    [Fact]
    public void Antialiasing_averages_what_falls_into_a_pixel()
    {
        // Half the size: the triangle is two pixels wide on each side: weights 1, 3, 3, 1, those inside.
        var y = new Resizing(1, 2, antialias: true).Apply(Ops.Reshape(Tensor.FromArray(new float[] { 0, 0, 1, 1 }), [1, 1, 4, 1]));
        Equal([1 / 7.0, 6 / 7.0], y, 1e-6);
    }

    [Fact]
    public void The_middle_is_cut_out_and_what_is_too_small_is_enlarged_first()
    {
        Equal([1, 2], new CenterCrop(1, 2).Apply(Wide));
        Equal([1, 2, 3], new CenterCrop(1, 3).Apply(Ops.Reshape(Tensor.Arange(5).Cast("float32"), [1, 1, 5, 1])));

        // 4 by 4 of 2 by 4: the middle square is resized, as by Resizing with cropToAspectRatio.
        Golden.AssertClose(new Resizing(4, 4, cropToAspectRatio: true).Apply(Wide), new CenterCrop(4, 4).Apply(Wide), 0);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(4, 1)]
    public void Patches_are_the_pixels_of_each_window(int height, int width)
    {
        var images = Tensor.RandomNormal([2, 9, 7, 3], seed: 1);
        var patches = Ops.ExtractPatches(images, (height, width));
        Assert.Equal([2, 9 / height, 7 / width, height * width * 3], patches.Shape);
        Golden.AssertClose(images[1, height..(2 * height), ..width].Flatten(), patches[1, 1, 0], 0);
        Golden.AssertClose(patches, Ops.ExtractPatches(images, (height, width), padding: "valid", strides: (height, width),
            dilationRate: 1), 0);

        // Every window, of which those side by side are some; also with channels in front, of one image, and with gaps.
        var all = Ops.ExtractPatches(images, (height, width), strides: 1);
        Golden.AssertClose(patches[.., 1], Ops.Take(all[.., height], Tensor.Arange(0, 7 / width * width, width), axis: 1), 0);
        Golden.AssertClose(all, Ops.ExtractPatches(Ops.Transpose(images, (0, 3, 1, 2)), (height, width), 1, dataFormat: "channels_first")
            .Transpose(0, 2, 3, 1), 0);
        Golden.AssertClose(all[0], Ops.ExtractPatches(images[0], (height, width), strides: 1), 0);
        Golden.AssertClose(Ops.Take(Ops.Take(images[0], new[] { 0, 2 }, 0), new[] { 0, 2 }, 1).Flatten(),
            Ops.ExtractPatches(images, 2, strides: 1, dilationRate: 2)[0, 0, 0], 0);
        Assert.Equal([2, 9, 7, height * width * 3], Ops.ExtractPatches(images, (height, width), strides: 1, padding: "same").Shape);
        Assert.Throws<ArgumentException>(() => Ops.ExtractPatches(images[0, 0], 2));
    }

    private static void Equal(double[] expected, Tensor actual, double tolerance = 0) =>
        Golden.AssertClose(Tensor.FromSpan<double>(expected), actual.Flatten(), tolerance);

    private static void Equal(float[] expected, Tensor actual) => Assert.Equal(expected, actual.Flatten().ToArray<float>());
}
