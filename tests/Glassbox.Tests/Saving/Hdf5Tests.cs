using System.IO.Compression;
using System.Runtime.InteropServices;
using Glassbox.Layers;
using Glassbox.Saving;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Saving;

/// <summary>HDF5 files that h5py wrote, and ours.</summary>
public class Hdf5Tests
{
    private static readonly Tensor Values = Tensor.Arange(35).Reshape(5, 7).Cast("float32");

    [Theory]
    [InlineData("gzip", "float32")]
    [InlineData("chunked", "float32")]
    [InlineData("float64", "float64")]
    [InlineData("float16", "float32")]
    [InlineData("bfloat16", "float32")]
    [InlineData("big_endian", "float32")]
    [InlineData("int32", "int32")]
    [InlineData("int64", "int64")]
    [InlineData("uint8", "uint8")]
    public void Arrays_of_all_kinds_are_read(string name, string dtype)
    {
        var values = Open("kinds.h5").Root.Find(name)!.Read();
        Assert.Equal(dtype, values.DType.Name);
        Golden.AssertClose(Values, values, 0, name);
    }

    [Fact]
    public void Single_numbers_and_empty_arrays_are_read()
    {
        var root = Open("kinds.h5").Root;
        Assert.Equal(2.5f, (float)root.Find("scalar")!.Read());
        Assert.Equal([0, 3], root.Find("/empty")!.Read().Shape);
        Assert.Null(root.Find("many/600"));
    }

    [Fact]
    public void Texts_are_read_of_fixed_and_of_any_length()
    {
        var root = Open("kinds.h5").Root;
        Assert.Equal(["a", "bcd"], root.Texts("names")!);
        Assert.Equal(2000, root.Texts("long")!.Single().Length);
        Assert.Null(root.Texts("missing"));
    }

    [Fact]
    public void Large_groups_and_links_that_lead_back_are_read()
    {
        var many = Open("kinds.h5").Root.Find("many")!;
        Assert.Equal(601, many.Names.Count);
        Assert.Equal(599f, (float)many.Find("loop/loop/loop/599")!.Read());
    }

    [Fact]
    public void Elements_that_are_no_numbers_are_refused() =>
        Assert.Contains("text", Assert.Throws<NotSupportedException>(() => Open("kinds.h5").Root.Find("text")!.Read()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_newest_form_is_read_where_it_is_simple()
    {
        var vars = Open("latest.h5").Root.Find("layers/dense/vars")!;
        Assert.Equal(["dense"], vars.Texts("name")!);
        Golden.AssertClose(Values, vars.Find("0")!.Read(), 0);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var root = new Hdf5Group { Name = "mod\u00e8le" };
        var many = root.Group("layers/dense");
        many.Name = "eight888";
        for (var i = 0; i < 600; i++)
        {
            many.Add($"{i}", Tensor.Full([i % 3], i));
        }

        foreach (var dtype in new[] { "float32", "float64", "int32", "int64", "uint8" })
        {
            root.Add(dtype, Values.Cast(dtype));
        }

        root.Add("scalar", 1.5f);
        var stream = new MemoryStream();
        Hdf5Writer.Write(stream, root);
        var read = new Hdf5File(new MemoryStream(stream.ToArray()), "test").Root;
        Assert.Equal(["mod\u00e8le"], read.Texts("name")!);
        Assert.Equal(["eight888"], read.Find("layers/dense")!.Texts("name")!);
        Assert.Equal(600, read.Find("layers/dense")!.Names.Count);
        Golden.AssertClose(Tensor.Full([2], 599), read.Find("layers/dense/599")!.Read(), 0);
        foreach (var dtype in new[] { "float32", "float64", "int32", "int64", "uint8" })
        {
            Assert.Equal(dtype, read.Find(dtype)!.Read().DType.Name);
            Golden.AssertClose(Values, read.Find(dtype)!.Read(), 0);
        }

        Assert.Equal(1.5f, (float)read.Find("scalar")!.Read());
    }

    [Fact]
    public void Arrays_beyond_the_first_two_gibibytes_of_a_file_are_read()
    {
        const long Far = 3L << 30;
        using var folder = new TemporaryFolder();
        var model = new Sequential([new Dense(2, useBias: false, inputShape: [3])]);
        float[] values = [1, 2, 3, 4, 5, 6];
        model.SetWeights([Tensor.FromSpan<float>(values, [3, 2])]);
        model.SaveWeights(folder["w.weights.h5"]);

        // The kernel moves to the end of a file with a hole of three gibibytes.
        var bytes = File.ReadAllBytes(folder["w.weights.h5"]);
        var kernel = MemoryMarshal.AsBytes<float>(values).ToArray();
        var address = BitConverter.GetBytes((long)bytes.AsSpan().IndexOf(kernel));
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.AsSpan().LastIndexOf(address)), Far);
        bytes.AsSpan(bytes.AsSpan().IndexOf(kernel), kernel.Length).Clear();
        using (var file = new FileStream(folder["w.weights.h5"], FileMode.Create))
        {
            file.Write(bytes);
            file.Position = Far;
            file.Write(kernel);
        }

        var other = new Sequential([new Dense(2, useBias: false, inputShape: [3])]);
        other.LoadWeights(folder["w.weights.h5"]);
        Assert.Equal(values, other.GetWeights()[0].ToArray<float>());
    }

    [Fact]
    public void A_member_of_an_archive_that_is_too_long_for_memory_is_read_from_a_temporary_file()
    {
        var zip = new MemoryStream();
        byte[] content = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("weights").Open();
            entry.Write(content);
        }

        using var read = new ZipArchive(zip);
        using var copy = ZipMember.Open(read, "weights", "test", zip.Length, mostInMemory: 10);
        var path = Assert.IsType<FileStream>(copy).Name;
        copy.Position = 990;
        Assert.Equal(content[990], copy.ReadByte());
        copy.Dispose();
        Assert.False(File.Exists(path));
    }

    private static Hdf5File Open(string name) => new(new MemoryStream(File.ReadAllBytes(Golden.Path($"hdf5/{name}"))), name);
}
