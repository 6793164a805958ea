namespace Glassbox.Images.Tests;

public sealed class LoadImageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("png")]
    [InlineData("bmp")]
    [InlineData("gif")]
    public void An_image_is_read_to_the_bit(string kind)
    {
        var path = Write($"a.{kind}", Samples.File(kind, Samples.Picture));
        AssertSame(Samples.Picture, Utils.LoadImage(path));
        AssertSame(Ops.Concatenate([Samples.Picture, Tensor.Ones([3, 5, 1], DType.UInt8) * 255], -1), Utils.LoadImage(path, "rgba"));
    }

    [Fact]
    public void A_photograph_is_read_nearly_so()
    {
        var smooth = Ops.BroadcastTo((Tensor.Arange(32) * 6 + 20).Reshape(1, 32, 1), [24, 32, 3]);
        var image = Utils.LoadImage(Write("a.jpg", Samples.File("jpg", smooth.Cast("uint8"))));
        Assert.Equal("(24, 32, 3)", $"{image.Shape}");
        Assert.InRange((double)Ops.Max(Ops.Abs(image.Cast("int32") - smooth)), 0, 12);
    }

    [Fact]
    public void The_content_counts_and_not_the_name()
    {
        AssertSame(Samples.Picture, Utils.LoadImage(Write("a.jpg", Samples.File("png", Samples.Picture))));
        AssertSame(Samples.Picture, Utils.LoadImage(Write("picture", Samples.File("bmp", Samples.Picture))));
    }

    [Fact]
    public void Of_a_moving_picture_the_first_image_is_taken() =>
        AssertSame(Samples.Picture, Utils.LoadImage(Write("a.gif",
            Samples.Gif(Samples.Picture, (255 - Samples.Picture.Cast("int32")).Cast("uint8")))));

    [Fact]
    public void Gray_weighs_the_colours_and_keeps_gray()
    {
        Tensor colours = new byte[,,] { { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 128, 128, 128 }, { 255, 255, 255 } } };
        Assert.Equal([76, 150, 29, 128, 255], Utils.LoadImage(Write("a.png", Samples.File("png", colours)), "grayscale").ToArray<byte>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Gray_of_16_bits_keeps_all_of_them(int filter)
    {
        int[] values = [0, 1, 255, 256, 40000, 65535, 1000, 777, 12345, 54321, 2, 3];
        foreach (var interlaced in new[] { false, true })
        {
            var path = Write("deep.png", Samples.DeepGray(values, height: 3, width: 4, filter, interlaced));
            var image = Utils.LoadImage(path, "grayscale");
            Assert.Equal(("int32", "(3, 4, 1)"), (image.DType.Name, $"{image.Shape}"));
            Assert.Equal(values, image.ToArray<int>());
            Assert.Equal(65535f, (float)Utils.ImageToArray(image).Max());
            Assert.Equal("uint8", Utils.LoadImage(path).DType.Name);
            var large = Utils.LoadImage(path, "grayscale", [6, 8]);
            Assert.Equal(("int32", "(6, 8, 1)", 65535), (large.DType.Name, $"{large.Shape}", (int)large.Max()));
        }
    }

    [Fact]
    public void What_is_transparent_keeps_its_colour()
    {
        Tensor image = new byte[,,] { { { 200, 100, 50, 0 }, { 200, 100, 50, 128 } } };
        Utils.SaveImage(folder["a.png"], image, scale: false);
        AssertSame(image, Utils.LoadImage(folder["a.png"], "rgba"));
        AssertSame(image[.., .., ..3], Utils.LoadImage(folder["a.png"]));
    }

    [Fact]
    public void An_image_is_resized_or_cut_to_the_proportions()
    {
        Tensor ramp = new byte[,,] { { { 0 }, { 40 }, { 80 }, { 120 } }, { { 0 }, { 40 }, { 80 }, { 120 } } };
        Utils.SaveImage(folder["a.png"], ramp, scale: false);
        Assert.Equal([40, 120], Load([1, 2], "nearest", false));
        Assert.Equal([40, 80], Load([2, 2], "nearest", true)[..2]);
        // Smoothed: each new pixel is a mean of the old ones around it, three on a side.
        Assert.Equal([Math.Round((0 * 3 + 40 * 3 + 80) / 7.0), Math.Round((40 + 80 * 3 + 120 * 3) / 7.0)],
            Load([1, 2], "bilinear", false).Select(value => (double)value));

        byte[] Load(Shape size, string interpolation, bool keep) =>
            Utils.LoadImage(folder["a.png"], "grayscale", size, interpolation, keep).ToArray<byte>();
    }

    [Fact]
    public void Images_and_arrays_turn_into_each_other()
    {
        var array = Utils.ImageToArray(Samples.Picture);
        Assert.Equal((DType.Float32, "(3, 5, 3)"), (array.DType, $"{array.Shape}"));
        AssertSame(Samples.Picture, Utils.ArrayToImage(array, scale: false));
        AssertSame(Samples.Picture, Utils.ArrayToImage(Utils.ImageToArray(Samples.Picture, "channels_first"), "channels_first",
            scale: false));
        Assert.Equal("(3, 5, 1)", $"{Utils.ImageToArray(Samples.Picture[.., .., 0], dtype: DType.Float64).Shape}");
        // Spread from the smallest to the largest, fractions cut off.
        Assert.Equal([0, 127, 255], Utils.ArrayToImage(new float[,,] { { { -1 }, { 0 }, { 1 } } }).ToArray<byte>());
        Assert.Equal([0, 0], Utils.ArrayToImage(new float[,,] { { { 3 }, { 3 } } }).ToArray<byte>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_saved_is_loaded(int channels)
    {
        var image = Tensor.RandomUniform([7, 6, channels], 0, 256, seed: channels).Cast("uint8");
        Utils.SaveImage(folder["a.png"], image, scale: false);
        AssertSame(image, Utils.LoadImage(folder["a.png"], channels == 1 ? "grayscale" : channels == 3 ? "rgb" : "rgba"));
        Utils.SaveImage(folder["b"], image.Transpose(2, 0, 1), "channels_first", "jpg");
        Assert.Equal("(7, 6, 3)", $"{Utils.LoadImage(folder["b"]).Shape}");
        Assert.Equal(2, Directory.GetFiles(folder.Root).Length);
    }

    [Fact]
    public void What_can_not_be_is_refused_and_the_file_named()
    {
        Refused<FileNotFoundException>("none.png", () => Utils.LoadImage(folder["none.png"]));
        Refused<InvalidDataException>("empty.png' can't be read: it is empty", () => Utils.LoadImage(Write("empty.png", [])));
        Refused<InvalidDataException>("text.png' can't be read: it begins as none of PNG", () =>
            Utils.LoadImage(Write("text.png", "hello, world"u8.ToArray())));
        Refused<InvalidDataException>("half.png", () => Utils.LoadImage(Write("half.png", Samples.File("png", Samples.Picture)[..60])));
        Refused<InvalidDataException>("begins as a PNG file, and does not go on", () =>
            Utils.LoadImage(Write("start.png", Samples.File("png", Samples.Picture)[..12])));
        Refused<ArgumentException>("'grayscale'?", () =>
            Utils.LoadImage(Write("a.png", Samples.File("png", Samples.Picture)), "greyscale"));
        Refused<ArgumentException>("[height, width]", () => Utils.LoadImage(folder["a.png"], targetSize: [1, 2, 3]));
        Refused<ArgumentException>("'bilinear'?", () => Utils.LoadImage(folder["a.png"], interpolation: "bilinaer"));
        Refused<NotSupportedException>("png and jpeg; 'tiff'", () => Save("a.tiff", Samples.Picture));
        Refused<ArgumentException>("(3, 5)", () => Save("b.png", Samples.Picture[.., .., 0]));
        Refused<ArgumentException>("0 to 300", () => Save("b.png", new float[,,] { { { 0 }, { 300 } } }));
        Refused<ArgumentException>("NaN", () => Save("b.png", new float[,,] { { { float.NaN } } }));
        Assert.False(File.Exists(folder["b.png"]));

        object Save(string name, Tensor image)
        {
            Utils.SaveImage(folder[name], image, scale: false);
            return name;
        }
    }

    private static void Refused<T>(string expected, Func<object> action)
        where T : Exception => Assert.Contains(expected, Assert.ThrowsAny<T>(action).Message, StringComparison.Ordinal);

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal((expected.DType, expected.Shape), (actual.DType, actual.Shape));
        Assert.Equal(expected.ToArray<byte>(), actual.ToArray<byte>());
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(folder[name], content);
        return folder[name];
    }
}
