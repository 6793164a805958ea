namespace Glassbox.Datasets;

/// <summary>CIFAR-10: 50,000 training and 10,000 test color images of 32×32 pixels in ten classes of animals and vehicles.</summary>
/// <remarks>
/// Source: A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images (2009);
/// <see href="https://www.cs.toronto.edu/~kriz/cifar.html"/>, whose MD5 of the binary version is verified. Keras caches the pickled
/// version, which is executable Python and is not read.
/// </remarks>
public static class Cifar10
{
    internal static readonly DatasetFormat Format = new CifarFormat(
        "CIFAR-10", "cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530",
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"], "test_batch.bin", [10]);

    /// <summary>Class names by label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Loads the images from the locations listed at <see cref="Mnist.LoadData"/>. The download size is 162 MB.</summary>
    /// <returns>Images [n, 32, 32, 3] (RGB) and labels [n, 1], both uint8, of the training set and the test set.</returns>
    /// <exception cref="DatasetUnavailableException">The data set is not available anywhere; the message lists what was tried and what to
    /// do.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) LoadData()
    {
        var arrays = new DatasetSource(Format, DatasetPlaces.OfThisMachine()).Load();
        return ((arrays[0], arrays[1]), (arrays[2], arrays[3]));
    }
}
