namespace Glassbox.Datasets;

/// <summary>CIFAR-100: 50,000 training and 10,000 test color images of 32×32 pixels in 100 classes, grouped into 20 superclasses.</summary>
/// <remarks>
/// Source: A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images (2009);
/// <see href="https://www.cs.toronto.edu/~kriz/cifar.html"/>, whose MD5 of the binary version is verified. Keras caches the pickled
/// version, which is executable Python and is not read.
/// </remarks>
public static class Cifar100
{
    internal static readonly DatasetFormat Format = new CifarFormat(
        "CIFAR-100", "cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8", ["train.bin"], "test.bin", [20, 100]);

    /// <summary>Loads the images from the locations listed at <see cref="Mnist.LoadData"/>. The download size is 161 MB.</summary>
    /// <param name="labelMode">"fine" for the 100 classes, "coarse" for the 20 superclasses.</param>
    /// <returns>Images [n, 32, 32, 3] (RGB) and labels [n, 1], both uint8, of the training set and the test set.</returns>
    /// <exception cref="ArgumentException"><paramref name="labelMode"/> is neither "fine" nor "coarse".</exception>
    /// <exception cref="DatasetUnavailableException">The data set is not available anywhere; the message lists what was tried and what to
    /// do.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) LoadData(string labelMode = "fine")
    {
        var labels = labelMode switch
        {
            "coarse" => 1,
            "fine" => 2,
            _ => throw new ArgumentException(Identifiers.Unknown("labelMode", labelMode, ["fine", "coarse"]), nameof(labelMode)),
        };
        var arrays = new DatasetSource(Format, DatasetPlaces.OfThisMachine()).Load();
        return ((arrays[0], arrays[labels]), (arrays[3], arrays[3 + labels]));
    }
}
