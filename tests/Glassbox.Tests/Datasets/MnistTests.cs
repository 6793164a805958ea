using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

/// <summary>MNIST and Fashion-MNIST: their files, and what is refused.</summary>
public sealed class MnistTests : IDisposable
{
    private static readonly string[] Files =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mnist", "")]
    [InlineData("mnist", ".gz")]
    [InlineData("fashion-mnist", ".gz")]
    public void IDX_files_are_found_compressed_or_not(string name, string extension)
    {
        Write(folder[$"own/{name}"], extension);
        var arrays = Load(name);
        Assert.Equal(["(20, 28, 28)", "(20,)", "(10, 28, 28)", "(10,)"], arrays.Select(array => $"{array.Shape}"));
        Assert.All(arrays, array => Assert.Equal(DType.UInt8, array.DType));
    }

    [Theory]
    [InlineData("own/mnist")]
    [InlineData("own")]
    [InlineData("keras")]
    public void Keras_archive_is_found(string place)
    {
        Directory.CreateDirectory(folder[place]);
        var ((x, y), (xTest, yTest)) = SyntheticDigits.LoadData(20, 10);
        Npz.Save(folder[$"{place}/mnist.npz"], new Dictionary<string, Tensor>
        {
            ["x_test"] = xTest,
            ["x_train"] = x,
            ["y_train"] = y,
            ["y_test"] = yTest
        });

        var arrays = Load("mnist");

        Assert.Equal([$"{x}", $"{y}", $"{xTest}", $"{yTest}"], arrays.Select(array => $"{array}"));
    }

    [Fact]
    public void One_data_sets_files_are_not_taken_for_anothers()
    {
        Write(folder["own/mnist"], ".gz");
        Write(folder["own"], ".gz");
        Assert.Throws<DatasetUnavailableException>(() => Load("fashion-mnist"));
    }

    [Fact]
    public void Files_of_another_shape_are_refused_with_what_was_expected()
    {
        Write(folder["own/mnist"], "");
        Idx.Save(folder["own/mnist/t10k-images-idx3-ubyte"], Tensor.Zeros([10, 32, 32], "uint8"));
        Assert.Contains("MNIST's images are uint8 of shape (n, 28, 28); these are uint8 of shape (10, 32, 32)", Message(),
            StringComparison.Ordinal);

        Idx.Save(folder["own/mnist/t10k-images-idx3-ubyte"], Tensor.Zeros([11, 28, 28], "uint8"));
        Assert.Contains("for each of the 11 images; these are uint8 of shape (10,)", Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_above_nine_are_refused()
    {
        Write(folder["own/mnist"], "");
        Idx.Save(folder["own/mnist/t10k-labels-idx1-ubyte"], Tensor.Full([10], 10, "uint8"));
        Assert.Contains("a number 0 to 9", Message(), StringComparison.Ordinal);
    }

    [Fact]
    public void Downloaded_digits_that_are_not_the_published_ones_are_refused()
    {
        Write(folder["mirror"], ".gz");
        using var mirror = FakeMirror.Of(Directory.GetFiles(folder["mirror"])
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes));

        var message = Message(mirror.Address);

        Assert.Equal(4, mirror.Requests.Count);
        Assert.Contains("the checksum of the values in train-images-idx3-ubyte.gz is wrong", message, StringComparison.Ordinal);
        Assert.Contains("SyntheticDigits.LoadData(), which needs no files", message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["cache"]));
    }

    [Fact]
    public void Downloaded_clothes_are_held_against_the_checksums_of_the_files()
    {
        Write(folder["mirror"], ".gz");
        using var mirror = FakeMirror.Of(Directory.GetFiles(folder["mirror"])
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes));

        var exception = Assert.Throws<DatasetUnavailableException>(() => Load("fashion-mnist", mirror.Address));

        Assert.Contains("the checksum of train-images-idx3-ubyte.gz is wrong", exception.Message, StringComparison.Ordinal);
        Assert.Single(mirror.Requests);
    }

    [Fact]
    public void The_published_digits_are_downloaded_checked_and_kept()
    {
        var datasets = Environment.GetEnvironmentVariable("GLASSBOX_DATASETS");
        Assert.SkipUnless(datasets is { Length: > 0 } && File.Exists(Path.Combine(datasets, "mnist", "t10k-labels-idx1-ubyte.gz")),
            "Needs the published MNIST files in GLASSBOX_DATASETS.");
        using var mirror = FakeMirror.Of(Directory.GetFiles(Path.Combine(datasets!, "mnist"), "*.gz")
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes));

        var arrays = Load("mnist", mirror.Address);

        Assert.Equal(["(60000, 28, 28)", "(60000,)", "(10000, 28, 28)", "(10000,)"], arrays.Select(array => $"{array.Shape}"));
        Assert.Equal("[5 0 4 1 9]", $"{arrays[1][..5]}");
        Assert.Equal("[7 2 1 0 4]", $"{arrays[3][..5]}");
        Assert.Equal([folder["cache/mnist"]], Directory.EnumerateFileSystemEntries(folder["cache"]));
        Assert.Equal("[7 2 1 0 4]", $"{Load("mnist")[3][..5]}");
    }

    private static void Write(string place, string extension)
    {
        Directory.CreateDirectory(place);
        var ((x, y), (xTest, yTest)) = SyntheticDigits.LoadData(20, 10);
        foreach (var (file, array) in Files.Zip([x, y, xTest, yTest]))
        {
            Idx.Save(Path.Combine(place, file + extension), array);
        }
    }

    private Tensor[] Load(string name, params string[] mirrors) => new DatasetSource(
        name == "mnist" ? Mnist.Format : FashionMnist.Format,
        new DatasetPlaces(folder["own"], folder["cache"], folder["keras"], TextWriter.Null, TimeSpan.FromSeconds(20)), mirrors).Load();

    private string Message(params string[] mirrors) => Assert.Throws<DatasetUnavailableException>(() => Load("mnist", mirrors)).Message;
}
