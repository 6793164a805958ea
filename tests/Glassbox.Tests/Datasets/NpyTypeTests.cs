using System.IO.Compression;
using System.Text;
using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

/// <summary>Arrays whose elements tensors have no type for.</summary>
[Collection("process state")]
public sealed class NpyTypeTests : IDisposable
{
    private readonly Action<string>? handler = Warnings.Handler;
    private readonly List<string> said = [];

    public NpyTypeTests() => Warnings.Handler = said.Add;

    public void Dispose() => Warnings.Handler = handler;

    [Theory]
    [InlineData("|i1", new byte[] { 0xFF, 0x7F }, "int8", "int32", "[ -1 127]")]
    [InlineData("<i2", new byte[] { 0x00, 0x80, 0xFF, 0x7F }, "int16", "int32", "[-32768  32767]")]
    [InlineData(">i2", new byte[] { 0x80, 0x00, 0x7F, 0xFF }, "int16", "int32", "[-32768  32767]")]
    [InlineData("<u2", new byte[] { 0xFF, 0xFF, 1, 0 }, "uint16", "int32", "[65535     1]")]
    [InlineData("<u4", new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 0, 0 }, "uint32", "int64", "[4294967295          1]")]
    [InlineData(">u8", new byte[] { 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2 }, "uint64", "int64", "[256   2]")]
    [InlineData("<f2", new byte[] { 0x00, 0x3C, 0x00, 0xC1 }, "float16", "float32", "[ 1.  -2.5]")]
    public void Narrow_types_are_read_as_the_next_wider_one_with_a_warning(string type, byte[] data, string stored, string dtype,
        string values)
    {
        var loaded = Npy.Load(new MemoryStream(File(type, "(2,)", data)));
        Assert.Equal((dtype, values), (loaded.DType.Name, loaded.ToString()));
        var warning = Assert.Single(said);
        Assert.Contains($"{stored} are read as {dtype}", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Narrow_types_in_the_order_of_Fortran_and_of_NumPy_are_read()
    {
        Assert.Equal("[[1 3 5]\n [2 4 6]]",
            Npy.Load(new MemoryStream(File("|i1", "(2, 3)", [1, 2, 3, 4, 5, 6], fortran: true))).ToString());
        Assert.Equal(DType.Float32, Golden.Npy("npy/half.npy").DType);
    }

    [Fact]
    public void Whole_numbers_beyond_int64_and_files_that_are_cut_short_are_refused()
    {
        byte[] large = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        Assert.Contains("18446744073709551615", Refusal(File("<u8", "(1,)", large)), StringComparison.Ordinal);
        Assert.Contains("float64", Refusal(File("<u8", "(1,)", large)), StringComparison.Ordinal);
        Assert.Contains("cut short", Refusal(File("<u8", "(1,)", large)[..^3]), StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_as_Python_2_wrote_them_are_read() =>
        Assert.Equal("[[1 2 3]\n [4 5 6]]", Npy.Load(new MemoryStream(File("|u1", "(2L, 3L)", [1, 2, 3, 4, 5, 6]))).ToString());

    [Theory]
    [InlineData("<U2")]
    [InlineData("|S8")]
    [InlineData("<c8")]
    [InlineData("<M8[ns]")]
    public void An_array_that_no_tensor_holds_is_left_out_of_an_npz_with_a_warning(string type)
    {
        using var folder = new TemporaryFolder();
        using (var archive = ZipFile.Open(folder["mixed.npz"], ZipArchiveMode.Create))
        {
            Add(archive, "names.npy", File(type, "(1,)", new byte[8]));
            Add(archive, "x.npy", File("|u1", "(2,)", [1, 2]));
        }

        Assert.Equal("x", Assert.Single(Npz.Load(folder["mixed.npz"])).Key);
        Assert.Contains("'names'", Assert.Single(said), StringComparison.Ordinal);
        using (var archive = ZipFile.Open(folder["texts.npz"], ZipArchiveMode.Create))
        {
            Add(archive, "names.npy", File(type, "(1,)", new byte[8]));
        }

        Assert.Contains(type, Assert.Throws<InvalidDataException>(() => Npz.Load(folder["texts.npz"])).Message, StringComparison.Ordinal);
    }

    private static string Refusal(byte[] file) =>
        Assert.Throws<InvalidDataException>(() => Npy.Load(new MemoryStream(file))).Message;

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(content);
    }

    private static byte[] File(string type, string shape, byte[] data, bool fortran = false)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }
}
