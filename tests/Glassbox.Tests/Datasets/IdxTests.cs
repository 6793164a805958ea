using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

public class IdxTests
{
    [Theory]
    [InlineData("uint8", "a")]
    [InlineData("uint8", "a.gz")]
    [InlineData("int32", "a.gz")]
    [InlineData("float32", "a")]
    [InlineData("float64", "a.gz")]
    public void What_is_saved_is_loaded(string dtype, string name)
    {
        using var folder = new TemporaryFolder();
        var tensor = Tensor.RandomUniform([2, 3, 4], 0, 250, seed: 1).Cast(dtype);

        Idx.Save(folder[name], tensor);
        var loaded = Idx.Load(folder[name]);

        Assert.Equal((tensor.DType, tensor.Shape, tensor.ToString()), (loaded.DType, loaded.Shape, loaded.ToString()));
    }

    [Fact]
    public void Numbers_are_big_endian()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], [0, 0, 0x0C, 1, 0, 0, 0, 2, 0, 0, 1, 0, 255, 255, 255, 255]);
        Assert.Equal("[256  -1]", Idx.Load(folder["a"]).ToString());
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        using var folder = new TemporaryFolder();
        Idx.Save(folder["a"], Tensor.Arange(60).Reshape(3, 20).Cast("uint8"));
        var whole = File.ReadAllBytes(folder["a"]);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder["cut"], whole[..length]);
            Assert.Throws<InvalidDataException>(() => Idx.Load(folder["cut"]));
        }
    }

    [Fact]
    public void A_compressed_file_cut_short_is_refused_unless_only_end_marks_are_missing()
    {
        using var folder = new TemporaryFolder();
        var tensor = Tensor.RandomUniform([3, 20], 0, 250, seed: 1).Cast("uint8");
        Idx.Save(folder["a.gz"], tensor);
        var whole = File.ReadAllBytes(folder["a.gz"]);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder["cut"], whole[..length]);
            if (Record.Exception(() => Assert.Equal(tensor.ToString(), Idx.Load(folder["cut"]).ToString())) is { } exception)
            {
                Assert.IsType<InvalidDataException>(exception);
            }
        }

        File.WriteAllBytes(folder["cut"], whole[..^12]);
        Assert.Throws<InvalidDataException>(() => Idx.Load(folder["cut"]));
    }

    [Fact]
    public void Bytes_after_the_end_are_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["long"], [0, 0, 8, 1, 0, 0, 0, 1, 7, 7]);
        Assert.Contains("too long", Assert.Throws<InvalidDataException>(() => Idx.Load(folder["long"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Foreign_files_and_promises_beyond_memory_are_refused()
    {
        using var folder = new TemporaryFolder();
        foreach (var bytes in new byte[][] { [], "PNG image"u8.ToArray(), [0, 0, 9, 1, 0, 0, 0, 0],
            [0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255], [0, 0, 8, 0] })
        {
            File.WriteAllBytes(folder["foreign"], bytes);
            Assert.Throws<InvalidDataException>(() => Idx.Load(folder["foreign"]));
        }
    }

    [Fact]
    public void Elements_without_an_IDX_type_are_refused() => Assert.Throws<ArgumentException>(() => Idx.Save("a", Tensor.Arange(3)));
}
