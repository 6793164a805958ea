namespace Glassbox.Datasets;

/// <summary>
/// Fashion-MNIST: 60,000 training and 10,000 test images of clothes, 28×28 bytes each, in MNIST's format. The labels are 0 T-shirt/top, 1
/// trouser, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag, 9 ankle boot.
/// </summary>
/// <remarks>
/// Source: H. Xiao, K. Rasul, R. Vollgraf (Zalando), MIT licence; <see href="https://keras.io/api/datasets/fashion_mnist/"/>, whose
/// checksums are verified.
/// </remarks>
public static class FashionMnist
{
    internal static readonly DatasetFormat Format = new IdxImagesFormat(
        "Fashion-MNIST", "fashion-mnist", archive: null, ["https://storage.googleapis.com/tensorflow/tf-keras-datasets/"],
        files:
        [
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        ]);

    /// <summary>Class names by label.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Loads the images from the locations listed at <see cref="Mnist.LoadData"/>.</summary>
    /// <returns>Images [n, 28, 28] and labels [n], both uint8, of the training set and the test set.</returns>
    /// <exception cref="DatasetUnavailableException">The data set is not available anywhere; the message lists what was tried and what to
    /// do.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) LoadData()
    {
        var arrays = new DatasetSource(Format, DatasetPlaces.OfThisMachine()).Load();
        return ((arrays[0], arrays[1]), (arrays[2], arrays[3]));
    }
}
