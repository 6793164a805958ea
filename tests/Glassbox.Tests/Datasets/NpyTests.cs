using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

public class NpyTests
{
    public static TheoryData<string, int> Kinds => new(
        from dtype in new[] { "bool", "uint8", "int32", "int64", "float32", "float64" }
        from rank in Enumerable.Range(0, 5)
        select (dtype, rank));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_saved_is_loaded(string dtype, int rank)
    {
        using var folder = new TemporaryFolder();
        var tensor = Tensor.RandomUniform(Shape.Create(new[] { 2, 3, 1, 4 }.AsSpan(0, rank)), -9, 9, seed: rank).Cast(dtype);

        Npy.Save(folder["a.npy"], tensor);
        var loaded = Npy.Load(folder["a.npy"]);

        Assert.Equal((tensor.DType, tensor.Shape, tensor.ToString()), (loaded.DType, loaded.Shape, loaded.ToString()));
    }

    [Theory]
    [InlineData("c_order", "float32")]
    [InlineData("fortran", "float32")]
    [InlineData("big_endian", "float64")]
    [InlineData("version2", "float32")]
    public void What_NumPy_writes_is_read(string name, string dtype)
    {
        var loaded = Golden.Npy($"npy/{name}.npy");

        Assert.Equal(dtype, loaded.DType.Name);
        Assert.Equal("[[0. 1. 2.]\n [3. 4. 5.]]", loaded.ToString());
    }

    [Fact]
    public void Scalars_and_truth_values_of_NumPy_are_read()
    {
        Assert.Equal("7", Golden.Npy("npy/scalar.npy").ToString());
        Assert.Equal("[ True False]", Golden.Npy("npy/bool.npy").ToString());
    }

    [Fact]
    public void Elements_that_a_tensor_cannot_hold_are_refused_by_name() =>
        Assert.Contains("'|O'", Assert.Throws<InvalidDataException>(() => Golden.Npy("npy/object.npy")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Golden.Path("npy/c_order.npy"));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder["cut.npy"], whole[..length]);
            Assert.Throws<InvalidDataException>(() => Npy.Load(folder["cut.npy"]));
            Assert.Throws<InvalidDataException>(() => Npy.Load(new MemoryStream(whole[..length])));
        }
    }

    [Fact]
    public void A_file_that_goes_on_too_long_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["long.npy"], [.. File.ReadAllBytes(Golden.Path("npy/c_order.npy")), 0]);
        Assert.Throws<InvalidDataException>(() => Npy.Load(folder["long.npy"]));
    }

    [Fact]
    public void A_damaged_header_gives_an_array_or_a_clear_exception()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Golden.Path("npy/c_order.npy"));
        for (var position = 0; position < whole.Length - 24; position++)
        {
            foreach (var bit in new[] { 1, 8, 128 })
            {
                var damaged = (byte[])whole.Clone();
                damaged[position] ^= (byte)bit;
                File.WriteAllBytes(folder["damaged.npy"], damaged);
                if (Record.Exception(() => Npy.Load(folder["damaged.npy"])) is { } exception)
                {
                    Assert.IsType<InvalidDataException>(exception);
                }
            }
        }
    }

    [Fact]
    public void A_promise_of_more_than_memory_holds_takes_no_memory()
    {
        var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1048576, 1048576), }\n";
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(text)];
        Assert.Throws<InvalidDataException>(() => Npy.Load(new MemoryStream(bytes)));
    }

    [Fact]
    public void A_missing_file_is_named() => Assert.Throws<FileNotFoundException>(() => Npy.Load("/nowhere.npy"));

    [Fact]
    public void A_save_that_fails_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["kept"], "old");

        Assert.Throws<IOException>(() => AtomicFile.Write(folder["kept"], stream =>
        {
            stream.WriteByte(1);
            throw new IOException("disk full");
        }));

        Assert.Equal("old", File.ReadAllText(folder["kept"]));
        Assert.Single(Directory.GetFiles(folder.Root));
    }
}
