using System.Formats.Tar;
using System.IO.Compression;
using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

/// <summary>CIFAR-10 and CIFAR-100, with a few images in the published format.</summary>
public sealed class CifarTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Ten_classes_come_with_their_channels_last()
    {
        Write("cifar10/cifar-10-binary.tar.gz", [.. Enumerable.Range(1, 5).Select(i => ($"data_batch_{i}.bin", Records(2, [(byte)i]))),
            ("test_batch.bin", Records(3, [9]))]);

        var arrays = Load(Cifar10.Format);

        Assert.Equal(["(10, 32, 32, 3)", "(10, 1)", "(3, 32, 32, 3)", "(3, 1)"], arrays.Select(array => $"{array.Shape}"));
        Assert.Equal("[1 1 2 2 3 3 4 4 5 5]", $"{arrays[1].Reshape(-1)}");
        Assert.Equal("[[9]\n [9]\n [9]]", $"{arrays[3]}");
        // The value of a channel, row and column of image n in Records.
        Assert.Equal(Value(1, 2, 3, 4), (int)arrays[0][1, 3, 4, 2]);
        Assert.Equal(Value(2, 0, 31, 30), (int)arrays[2][2, 31, 30, 0]);
    }

    [Fact]
    public void A_hundred_classes_come_with_their_groups()
    {
        Write("cifar-100-binary.tar.gz", [("train.bin", Records(2, [19, 99])), ("test.bin", Records(1, [3, 42]))]);
        var arrays = Load(Cifar100.Format);
        Assert.Equal(["(2, 32, 32, 3)", "(2, 1)", "(2, 1)", "(1, 32, 32, 3)", "(1, 1)", "(1, 1)"],
            arrays.Select(array => $"{array.Shape}"));
        Assert.Equal((19, 99, 3, 42), ((int)arrays[1][0, 0], (int)arrays[2][0, 0], (int)arrays[4][0, 0], (int)arrays[5][0, 0]));
    }

    [Fact]
    public void A_label_that_is_no_class_is_refused()
    {
        Write("cifar-100-binary.tar.gz", [("train.bin", Records(2, [20, 1])), ("test.bin", Records(1, [3, 42]))]);
        Assert.Contains("image 0 has the label 20; CIFAR-100's labels are 0 to 19", Message(Cifar100.Format), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_broken_file_is_refused()
    {
        Write("cifar-100-binary.tar.gz", [("train.bin", Records(2, [19, 99]))]);
        Assert.Contains("the file test.bin is missing", Message(Cifar100.Format), StringComparison.Ordinal);

        Write("cifar-100-binary.tar.gz", [("train.bin", Records(2, [19, 99])[1..]), ("test.bin", Records(1, [3, 42]))]);
        Assert.Contains("not a number of images of 3,074 bytes", Message(Cifar100.Format), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_cut_short_anywhere_is_refused()
    {
        Write("cifar-100-binary.tar.gz", [("train.bin", Records(1, [19, 99])), ("test.bin", Records(1, [3, 42]))]);
        var whole = File.ReadAllBytes(folder["cifar-100-binary.tar.gz"]);
        for (var length = 0; length < whole.Length * 9 / 10; length += 97)
        {
            File.WriteAllBytes(folder["cifar-100-binary.tar.gz"], whole[..length]);
            Message(Cifar100.Format);
        }
    }

    [Fact]
    public void A_download_is_held_against_the_authors_checksum()
    {
        Write("mirror/cifar-10-binary.tar.gz", [("test_batch.bin", Records(3, [9]))]);
        using var mirror = FakeMirror.Of(new Dictionary<string, byte[]>
        {
            ["cifar-10-binary.tar.gz"] =
            File.ReadAllBytes(folder["mirror/cifar-10-binary.tar.gz"])
        });
        Assert.Contains("in place of c32a1d4ab5d0", Message(Cifar10.Format, mirror.Address + "cifar-10-binary.tar.gz"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_label_mode_is_refused_before_anything_is_loaded() =>
        Assert.Contains("Did you mean 'coarse'?", Assert.Throws<ArgumentException>(() => Cifar100.LoadData("corse")).Message,
            StringComparison.Ordinal);

    private static int Value(int n, int channel, int row, int column) => (byte)((n * 7) + (channel * 50) + (row * 3) + column);

    private static byte[] Records(int count, byte[] labels) => [.. Enumerable.Range(0, count).SelectMany(n =>
        labels.Concat(Enumerable.Range(0, 3 * 32 * 32).Select(i => (byte)Value(n, i / 1024, i / 32 % 32, i % 32))))];

    private void Write(string path, (string Name, byte[] Content)[] files)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
        using var gzip = new GZipStream(File.Create(folder[path]), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var (name, content) in files)
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "cifar/" + name) { DataStream = new MemoryStream(content) });
        }
    }

    private Tensor[] Load(DatasetFormat format, params string[] mirrors) =>
        new DatasetSource(format, new DatasetPlaces(folder.Root, folder["cache"], folder["keras"], TextWriter.Null,
            TimeSpan.FromSeconds(20)), mirrors).Load();

    private string Message(DatasetFormat format, params string[] mirrors) =>
        Assert.Throws<DatasetUnavailableException>(() => Load(format, mirrors)).Message;
}
