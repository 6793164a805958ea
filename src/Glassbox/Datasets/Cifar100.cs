namespace Glassbox.Datasets;

/// <summary>
/// CIFAR-100: 50,000 colour images of 32×32 pixels to train on and 10,000 to judge by, of 100 classes that make 20 groups.
/// </summary>
/// <remarks>
/// Source: A. Krizhevsky: Learning Multiple Layers of Features from Tiny Images (2009);
/// <see href="https://www.cs.toronto.edu/~kriz/cifar.html"/>, whose MD5 of the binary version the download is held against. Keras keeps the
/// pickled version in its cache, which is a Python program and is not read.
/// </remarks>
public static class Cifar100
{
    internal static readonly DatasetFormat Format = new CifarFormat(
        "CIFAR-100", "cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8", ["train.bin"], "test.bin", [20, 100]);

    /// <summary>Loads the images, from the places that <see cref="Mnist.LoadData"/> names. The download has 161 MB.</summary>
    /// <param name="labelMode">"fine" for the 100 classes, "coarse" for their 20 groups.</param>
    /// <returns>Images [n, 32, 32, 3] (red, green, blue) and labels [n, 1], both uint8, to train on and to judge by.</returns>
    /// <exception cref="ArgumentException"><paramref name="labelMode"/> is neither.</exception>
    /// <exception cref="DatasetUnavailableException">No place has them; the message says what was tried and what to do.</exception>
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
