namespace Glassbox.Datasets;

/// <summary>
/// CIFAR-10: 50,000 colour images of 32×32 pixels to train on and 10,000 to judge by, of ten classes of animals and vehicles.
/// </summary>
/// <remarks>
/// Source: A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images (2009);
/// <see href="https://www.cs.toronto.edu/~kriz/cifar.html"/>, whose MD5 of the binary version the download is held against. Keras keeps the
/// pickled version in its cache, which is a Python program and is not read.
/// </remarks>
public static class Cifar10
{
    internal static readonly DatasetFormat Format = new CifarFormat(
        "CIFAR-10", "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530",
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"], "test_batch.bin", [10]);

    /// <summary>The names of the classes, by label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Loads the images, from the places that <see cref="Mnist.LoadData"/> names. The download has 162 MB.</summary>
    /// <returns>Images [n, 32, 32, 3] (red, green, blue) and labels [n, 1], both uint8, to train on and to judge by.</returns>
    /// <exception cref="DatasetUnavailableException">No place has them; the message says what was tried and what to do.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) LoadData()
    {
        var arrays = new DatasetSource(Format, DatasetPlaces.OfThisMachine()).Load();
        return ((arrays[0], arrays[1]), (arrays[2], arrays[3]));
    }
}
