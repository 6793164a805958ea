namespace Glassbox.Compare;

/// <summary>Predict of the MNIST classifier against TorchSharp, which takes all images at once: on 10,000 images and on one.</summary>
internal static class Prediction
{
    private static readonly int[] Widths = [784, 784, 10];

    public static IEnumerable<Func<Comparison>> All(int threads)
    {
        yield return () => Make(10_000, threads);
        yield return () => Make(1, threads);
    }

    private static Comparison Make(int images, int threads)
    {
        var model = Classifiers.Make(Widths);
        var x = Digits.X[..images];
        return new Comparison($"predict/{images}", threads, () => model.Predict(x, verbose: 0), TorchLibrary.IsAvailable ? Torch(images) : null)
        {
            FloatingPointOperations = Classifiers.Operations(Widths, training: false) * images,
        };
    }

    private static Action Torch(int images)
    {
        var classifier = TorchClassifier.Dense(Widths);
        var x = Digits.TorchX(..images);
        return () => classifier.Predict(x);
    }
}
