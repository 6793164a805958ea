using System.IO.Compression;
using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

public class NpzTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_saved_is_loaded_in_order(bool compress)
    {
        using var folder = new TemporaryFolder();
        var arrays = new OrderedDictionary<string, Tensor> { ["x"] = Tensor.Eye(3), ["a/b"] = Tensor.Arange(4), ["c"] = true };

        Npz.Save(folder["a.npz"], arrays, compress);
        var loaded = Npz.Load(folder["a.npz"]);

        Assert.Equal(arrays.Select(array => (array.Key, array.Value.ToString())),
            loaded.Select(array => (array.Key, array.Value.ToString())));
    }

    [Fact]
    public void What_NumPy_compresses_is_read()
    {
        var arrays = Npz.Load(Golden.Path("npy/compressed.npz"));
        Assert.Equal("[[0. 1. 2.]\n [3. 4. 5.]]", arrays["first"].ToString());
        Assert.Equal("[1 2]", arrays["second"].ToString());
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Golden.Path("npy/compressed.npz"));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder["cut.npz"], whole[..length]);
            Assert.Throws<InvalidDataException>(() => Npz.Load(folder["cut.npz"]));
        }
    }

    [Fact]
    public void A_damaged_file_gives_arrays_or_a_clear_exception()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Golden.Path("npy/compressed.npz"));
        for (var position = 0; position < whole.Length; position++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[position] ^= 0x55;
            File.WriteAllBytes(folder["damaged.npz"], damaged);
            if (Record.Exception(() => Npz.Load(folder["damaged.npz"])) is { } exception)
            {
                Assert.True(exception is InvalidDataException, $"byte {position}: {exception}");
            }
        }
    }

    [Fact]
    public void Foreign_archives_are_refused()
    {
        using var folder = new TemporaryFolder();
        using (var archive = ZipFile.Open(folder["foreign.zip"], ZipArchiveMode.Create))
        {
            archive.CreateEntry("readme.txt");
        }

        Assert.Contains("no npy arrays", Assert.Throws<InvalidDataException>(() => Npz.Load(folder["foreign.zip"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_arrays_are_saved_and_loaded_as_none()
    {
        using var folder = new TemporaryFolder();
        Npz.Save(folder["nothing.npz"], new Dictionary<string, Tensor>());
        Assert.Empty(Npz.Load(folder["nothing.npz"]));
        Assert.Throws<ArgumentException>(() => Npz.Save(folder["unnamed.npz"], new Dictionary<string, Tensor> { [""] = 1 }));
    }
}
