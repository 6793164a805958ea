namespace Glassbox.Compare;

/// <summary>
/// An epoch of training on MNIST's 60,000 images against TorchSharp. A turn is an epoch over a quarter of the images; the times are scaled
/// to the whole.
/// </summary>
internal static class Training
{
    private const int Samples = 60_000;

    public static IEnumerable<Func<Comparison>> All(int threads)
    {
        yield return () => Make("train/mnist-784", threads, batchSize: 128, steps: 117, 784, 784, 10);
        yield return () => Make("train/small", threads, batchSize: 32, steps: 468, 784, 128, 64, 10);
    }

    private static Comparison Make(string name, int threads, int batchSize, int steps, params int[] widths)
    {
        var part = batchSize * steps;
        var model = Classifiers.Make(widths);
        var torch = TorchLibrary.IsAvailable ? new TorchTurns(part, batchSize, widths) : null;
        var turn = 0;
        return new Comparison(
            name, threads,
            () =>
            {
                var rows = Part(turn++, part);
                model.Fit(Digits.X[rows], Digits.Y[rows], batchSize: batchSize, verbose: 0);
            },
            torch is null ? null : torch.Next)
        {
            FloatingPointOperations = Classifiers.Operations(widths, training: true) * part,
            Scale = (double)Samples / part,
        };
    }

    private static Range Part(int turn, int part)
    {
        var start = turn % (Samples / part) * part;
        return start..(start + part);
    }

    private sealed class TorchTurns(int part, int batchSize, int[] widths)
    {
        private readonly TorchClassifier classifier = TorchClassifier.Dense(widths);
        private readonly TorchSharp.torch.Tensor x = Digits.TorchX(..);
        private readonly TorchSharp.torch.Tensor y = Digits.TorchY(..);
        private int turn;

        public void Next()
        {
            var start = Part(turn++, part).Start.Value;
            using var rows = x.slice(0, start, start + part, 1);
            using var targets = y.slice(0, start, start + part, 1);
            classifier.Fit(rows, targets, batchSize);
        }
    }
}
