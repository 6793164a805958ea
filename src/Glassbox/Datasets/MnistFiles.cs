using System.Security.Cryptography;

namespace Glassbox.Datasets;

/// <summary>MNIST as it lies in a folder, read and checked.</summary>
internal sealed class MnistFiles
{
    private const string Archive = "mnist.npz";

    /// <summary>IDX file, name of the array in the npz file, and SHA-256 of the values, whatever file they come in.</summary>
    private static readonly (string File, string Array, string Hash)[] Parts =
    [
        ("train-images-idx3-ubyte.gz", "x_train", "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757"),
        ("train-labels-idx1-ubyte.gz", "y_train", "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13"),
        ("t10k-images-idx3-ubyte.gz", "x_test", "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161"),
        ("t10k-labels-idx1-ubyte.gz", "y_test", "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5"),
    ];

    private readonly Tensor[] arrays;

    private MnistFiles(Tensor[] arrays, string folder)
    {
        this.arrays = arrays;
        CheckShapes(arrays[0], arrays[1], folder);
        CheckShapes(arrays[2], arrays[3], folder);
    }

    public ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Data => ((arrays[0], arrays[1]), (arrays[2], arrays[3]));

    /// <summary>The files that an address offers.</summary>
    public static IEnumerable<string> NamesAt(string mirror) => mirror.EndsWith('/') ? Parts.Select(part => part.File) : [Archive];

    /// <summary>Reads the files of a folder, compressed or not; null if they are not there.</summary>
    /// <exception cref="InvalidDataException">They are damaged, or not MNIST's format.</exception>
    public static MnistFiles? Find(string folder)
    {
        string?[] paths = [.. Parts.Select(part => new[] { part.File, part.File[..^".gz".Length] }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists))];
        if (paths.All(path => path is not null))
        {
            return new MnistFiles([.. paths.Select(path => Idx.Load(path!))], folder);
        }

        var archive = Path.Combine(folder, Archive);
        if (!File.Exists(archive))
        {
            return null;
        }

        var stored = Npz.Load(archive);
        return new MnistFiles(
            [.. Parts.Select(part => stored.TryGetValue(part.Array, out var array) ? array : throw new InvalidDataException($"{archive}: the array '{part.Array}' is missing."))], folder);
    }

    /// <summary>Refuses anything but the original database, byte for byte.</summary>
    /// <exception cref="InvalidDataException">A value differs.</exception>
    public void CheckContent()
    {
        for (var i = 0; i < arrays.Length; i++)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(arrays[i].Storage.Bytes()));
            if (hash != Parts[i].Hash)
            {
                throw new InvalidDataException($"the checksum of {Parts[i].File} is wrong: {hash[..12]}… in place of {Parts[i].Hash[..12]}…");
            }
        }
    }

    private static void CheckShapes(Tensor images, Tensor labels, string folder)
    {
        if (images.DType != DType.UInt8 || images.Rank != 3 || images.Shape[0] == 0 || images.Shape[1..] != [28, 28])
        {
            throw new InvalidDataException($"{folder}: MNIST's images are uint8 of shape (n, 28, 28); these are {images.DType} of shape {images.Shape}.");
        }

        if (labels.DType != DType.UInt8 || labels.Shape != [images.Shape[0]] || Ops.Max(labels).ToScalar<int>() > 9)
        {
            throw new InvalidDataException($"{folder}: MNIST's labels are a digit 0 to 9 for each of the {images.Shape[0]} images; these are {labels.DType} of shape {labels.Shape}, up to {Ops.Max(labels)}.");
        }
    }
}
