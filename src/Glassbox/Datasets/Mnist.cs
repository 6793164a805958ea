namespace Glassbox.Datasets;

/// <summary>
/// The MNIST database of handwritten digits: 60,000 images of 28×28 bytes to train on and 10,000 to judge by, 0 the background and 255 full ink, with the digits 0 to 9 as
/// labels.
/// </summary>
/// <remarks>Source: Y. LeCun, C. Cortes, C. Burges; <see href="https://keras.io/api/datasets/mnist/"/>.</remarks>
public static class Mnist
{
    private static readonly string[] Mirrors =
    [
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    ];

    /// <summary>
    /// Loads the digits: from the folder that the environment variable GLASSBOX_DATASETS names, from the cache (GLASSBOX_HOME, by default <c>~/.glassbox</c>), from Keras's
    /// cache, or from the network into the cache.
    /// </summary>
    /// <returns>Images [n, 28, 28] and labels [n], both uint8, to train on and to judge by.</returns>
    /// <exception cref="DatasetUnavailableException">None of these has them; the message says what was tried and what to do.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) LoadData()
    {
        var profile = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var home = Environment.GetEnvironmentVariable("GLASSBOX_HOME") is { Length: > 0 } given ? given : Path.Combine(profile, ".glassbox");
        var kerasHome = Environment.GetEnvironmentVariable("KERAS_HOME") is { Length: > 0 } keras ? keras : Path.Combine(profile, ".keras");
        return new MnistSource(
            Environment.GetEnvironmentVariable("GLASSBOX_DATASETS"), Path.Combine(home, "datasets"), Path.Combine(kerasHome, "datasets"), Mirrors, Console.Error).Load();
    }
}
