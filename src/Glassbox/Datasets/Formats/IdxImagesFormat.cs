using System.Security.Cryptography;

namespace Glassbox.Datasets;

/// <summary>28×28 byte images with ten classes, in MNIST's four files: images and labels of the training set and the test set.</summary>
/// <param name="name">The name in messages.</param>
/// <param name="folder">Subfolder of the data set.</param>
/// <param name="archive">The npz file with all four arrays, or null if none is published.</param>
/// <param name="mirrors">Addresses of folders with the four files, ending in a slash, or of the npz file.</param>
/// <param name="files">SHA-256 of each of the four files as published, or null.</param>
/// <param name="values">SHA-256 of the values in each of the four, independent of the container file, or null.</param>
/// <param name="alternative">What to do if the files are unavailable.</param>
internal sealed class IdxImagesFormat(
    string name, string folder, string? archive, IReadOnlyList<string> mirrors, IReadOnlyList<string>? files = null,
    IReadOnlyList<string>? values = null, string alternative = "") : DatasetFormat
{
    /// <summary>The IDX file and the name of its array in the npz file.</summary>
    private static readonly (string File, string Array)[] Parts =
    [
        ("train-images-idx3-ubyte.gz", "x_train"),
        ("train-labels-idx1-ubyte.gz", "y_train"),
        ("t10k-images-idx3-ubyte.gz", "x_test"),
        ("t10k-labels-idx1-ubyte.gz", "y_test"),
    ];

    public override string Name => name;

    public override string Folder => folder;

    public override string Files =>
        $"the four IDX files ({string.Join(", ", Parts.Select(part => part.File))}){(archive is null ? "" : $" or {archive}")}";

    public override string Alternative => alternative;

    public override IReadOnlyList<string> Mirrors => mirrors;

    public override IReadOnlyList<RemoteFile> FilesAt(string mirror) => mirror.EndsWith('/')
        ? [.. Parts.Select((part, i) => new RemoteFile(new Uri(mirror + part.File), files?[i]))]
        : [new RemoteFile(new Uri(mirror))];

    /// <summary>
    /// Reads the four files, optionally compressed, from the data set's subfolder, or the npz file from there or its parent folder.
    /// </summary>
    public override Tensor[]? Find(string datasets)
    {
        var own = Path.Combine(datasets, folder);
        string?[] paths = [.. Parts.Select(part =>
            new[] { part.File, part.File[..^".gz".Length] }.Select(file => Path.Combine(own, file)).FirstOrDefault(File.Exists))];
        var arrays = paths.All(path => path is not null) ? [.. paths.Select(path => Idx.Load(path!))] : FromArchive(own)
            ?? FromArchive(datasets);
        if (arrays is not null)
        {
            CheckShapes(arrays[0], arrays[1]);
            CheckShapes(arrays[2], arrays[3]);
        }

        return arrays;
    }

    public override void CheckContent(Tensor[] arrays)
    {
        for (var i = 0; values is not null && i < arrays.Length; i++)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(arrays[i].AsSpan<byte>()));
            if (hash != values[i])
            {
                throw new InvalidDataException($"the checksum of the values in {Parts[i].File} is wrong: {hash[..12]}… in place of "
                    + $"{values[i][..12]}…");
            }
        }
    }

    private Tensor[]? FromArchive(string place)
    {
        if (archive is null || Path.Combine(place, archive) is var path && !File.Exists(path))
        {
            return null;
        }

        var stored = Npz.Load(path);
        return [.. Parts.Select(part => stored.TryGetValue(part.Array, out var array) ? array
            : throw new InvalidDataException($"{path}: the array '{part.Array}' is missing."))];
    }

    private void CheckShapes(Tensor images, Tensor labels)
    {
        if (images.DType != DType.UInt8 || images.Rank != 3 || images.Shape[0] == 0 || images.Shape[1..] != [28, 28])
        {
            throw new InvalidDataException($"{name}'s images are uint8 of shape (n, 28, 28); these are {images.DType} of shape "
                + $"{images.Shape}.");
        }

        if (labels.DType != DType.UInt8 || labels.Shape != [images.Shape[0]] || labels.Max().ToScalar<int>() > 9)
        {
            throw new InvalidDataException($"{name}'s labels are a number 0 to 9 for each of the {images.Shape[0]} images; these are "
                + $"{labels.DType} of shape {labels.Shape}, up to {labels.Max()}.");
        }
    }
}
