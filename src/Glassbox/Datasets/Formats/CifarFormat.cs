using System.Formats.Tar;
using System.IO.Compression;

namespace Glassbox.Datasets;

/// <summary>
/// The binary CIFAR format: each image is its label bytes followed by the 32×32 red, green and blue planes. The arrays are the training
/// images, their labels (one array per label byte), and the same for the test set.
/// </summary>
/// <param name="name">The name in messages.</param>
/// <param name="archive">Name of the published archive.</param>
/// <param name="checksum">Its MD5, from its authors' page.</param>
/// <param name="train">The training files in it, in order.</param>
/// <param name="test">The test file in it.</param>
/// <param name="classes">Number of classes of each label byte.</param>
/// <remarks>Source: <see href="https://www.cs.toronto.edu/~kriz/cifar.html"/>.</remarks>
internal sealed class CifarFormat(string name, string archive, string checksum, IReadOnlyList<string> train, string test,
    IReadOnlyList<int> classes) : DatasetFormat
{
    private const int Side = 32;
    private const int Pixels = 3 * Side * Side;

    /// <summary>Upper bound of a file's size; a file that claims more is rejected before memory is allocated.</summary>
    private const long LargestFile = 256L << 20;

    public override string Name => name;

    public override string Folder => name.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal);

    public override string Files => archive;

    public override IReadOnlyList<string> Mirrors => ["https://www.cs.toronto.edu/~kriz/" + archive];

    public override IReadOnlyList<RemoteFile> FilesAt(string mirror) => [new RemoteFile(new Uri(mirror), checksum)];

    public override Tensor[]? Find(string datasets) =>
        new[] { Path.Combine(datasets, Folder, archive), Path.Combine(datasets, archive) }.FirstOrDefault(File.Exists) is { } path
            ? Read(path) : null;

    private Tensor[] Read(string path)
    {
        var files = new Dictionary<string, byte[]>();
        using var stream = File.OpenRead(path);
        using var reader = new TarReader(new GZipStream(stream, CompressionMode.Decompress));
        while (reader.GetNextEntry() is { } entry)
        {
            var file = Path.GetFileName(entry.Name);
            if (file == test || train.Contains(file))
            {
                files[file] = ReadRecords(entry, path);
            }
        }

        var missing = train.Append(test).FirstOrDefault(file => !files.ContainsKey(file));
        return missing is null
            ? [.. Split([.. train.Select(file => files[file])], path), .. Split([files[test]], path)]
            : throw new InvalidDataException($"{path}: the file {missing} is missing in it; it is not {name}'s binary version.");
    }

    private byte[] ReadRecords(TarEntry entry, string path)
    {
        var record = classes.Count + Pixels;
        if (entry.DataStream is null || entry.Length is 0 or > LargestFile || entry.Length % record != 0)
        {
            throw new InvalidDataException($"{path}: {entry.Name} has {entry.Length:N0} bytes, which is not a number of images of "
                + $"{record:N0} bytes.");
        }

        var bytes = new byte[entry.Length];
        entry.DataStream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The images, (n, 32, 32, 3), and the labels of each label byte, (n, 1).</summary>
    private IEnumerable<Tensor> Split(byte[][] files, string path)
    {
        var record = classes.Count + Pixels;
        var images = new byte[files.Sum(file => file.Length / record) * Pixels];
        var labels = classes.Select(_ => new byte[images.Length / Pixels]).ToArray();
        var n = 0;
        foreach (var file in files)
        {
            for (var start = 0; start < file.Length; start += record, n++)
            {
                for (var i = 0; i < labels.Length; i++)
                {
                    labels[i][n] = file[start + i] < classes[i]
                        ? file[start + i]
                        : throw new InvalidDataException($"{path}: image {n} has the label {file[start + i]}; {name}'s labels are 0 to "
                        + $"{classes[i] - 1}.");
                }

                file.AsSpan(start + labels.Length, Pixels).CopyTo(images.AsSpan(n * Pixels));
            }
        }

        return labels.Select(values => Tensor.FromSpan<byte>(values, [n, 1]))
            .Prepend(Tensor.FromSpan<byte>(images, [n, 3, Side, Side]).Transpose(0, 2, 3, 1));
    }
}
