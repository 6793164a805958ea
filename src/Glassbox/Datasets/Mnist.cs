namespace Glassbox.Datasets;

/// <summary>
/// The MNIST database of handwritten digits: 60,000 training and 10,000 test images of 28×28 bytes, 0 for background and 255 for full ink,
/// with the digits 0 to 9 as labels.
/// </summary>
/// <remarks>Source: Y. LeCun, C. Cortes, C. Burges; <see href="https://keras.io/api/datasets/mnist/"/>.</remarks>
public static class Mnist
{
    internal static readonly DatasetFormat Format = new IdxImagesFormat(
        "MNIST", "mnist", "mnist.npz",
        [
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
        ],
        values:
        [
            "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
            "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
            "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
            "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
        ],
        alternative: ", or use SyntheticDigits.LoadData(), which needs no files");

    /// <summary>
    /// Loads the digits: from the folder in the environment variable GLASSBOX_DATASETS, from the cache (GLASSBOX_HOME, by default
    /// <c>~/.glassbox</c>), from Keras's cache, or from the network into the cache.
    /// </summary>
    /// <returns>Images [n, 28, 28] and labels [n], both uint8, of the training set and the test set.</returns>
    /// <exception cref="DatasetUnavailableException">The data set is in none of these; the message lists what was tried and what to
    /// do.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) LoadData()
    {
        var arrays = new DatasetSource(Format, DatasetPlaces.OfThisMachine()).Load();
        return ((arrays[0], arrays[1]), (arrays[2], arrays[3]));
    }
}
