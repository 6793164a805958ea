namespace Glassbox.Compare;

/// <summary>
/// Predict of the MNIST classifier against TorchSharp, which takes all images at once: on 10,000 images, on one, and on one without a black
/// pixel, since of a single sample we do not read the weights that meet a zero.
/// </summary>
internal static class Prediction
{
    private static readonly int[] Widths = [784, 784, 10];

    public static IEnumerable<Func<Comparison>> All(int threads)
    {
        yield return () => Make("predict/10000", 10_000, 0, threads);
        yield return () => Make("predict/1", 1, 0, threads);
        yield return () => Make("predict/1-dense", 1, 0.5f, threads);
    }

    private static Comparison Make(string name, int images, float brighter, int threads)
    {
        var model = Classifiers.Make(Widths);
        var x = Digits.X[..images] + brighter;
        return new Comparison(name, threads, () => model.Predict(x, verbose: 0), TorchLibrary.IsAvailable ? Torch(images, brighter) : null)
        {
            FloatingPointOperations = Classifiers.Operations(Widths, training: false) * images,
        };
    }

    private static Action Torch(int images, float brighter)
    {
        var classifier = TorchClassifier.Dense(Widths);
        var x = Digits.TorchX(..images).add(brighter);
        return () => classifier.Predict(x);
    }
}
