using Glassbox.Layers;

namespace Glassbox.Compare;

/// <summary>
/// An epoch of the network of Keras's mnist_convnet example against TorchSharp. A turn is a few dozen steps over a part of the images; the
/// times are scaled to the whole.
/// </summary>
internal static class ConvNet
{
    private const int Samples = 60_000;
    private const int BatchSize = 128;
    private const int Steps = 24;
    private const int Part = BatchSize * Steps;

    public static IEnumerable<Func<Comparison>> All(int threads)
    {
        yield return () => Make(threads);
    }

    private static Comparison Make(int threads)
    {
        var model = MakeModel();
        var torch = TorchLibrary.IsAvailable ? new TorchTurns() : null;
        var turn = 0;
        return new Comparison(
            "train/convnet", threads,
            () =>
            {
                var rows = Rows(turn++);
                model.Fit(Digits.X[rows].Reshape(-1, 28, 28, 1), Digits.Y[rows], batchSize: BatchSize, verbose: 0);
            },
            torch is null ? null : torch.Next)
        {
            FloatingPointOperations = Operations() * Part,
            Scale = (double)Samples / Part,
            Check = () => $"loss after {turn * Part} images: {Loss(model):F4}"
            + (torch is null ? "" : $"; TorchSharp's after {torch.Turns * Part}: {torch.Loss():F4}"),
        };
    }

    private static Sequential MakeModel()
    {
        Utils.SetRandomSeed(1);
        var model = new Sequential
        {
            new Conv2D(32, 3, activation: "relu", inputShape: [28, 28, 1]),
            new MaxPooling2D(2),
            new Conv2D(64, 3, activation: "relu"),
            new MaxPooling2D(2),
            new Flatten(),
            new Dropout(0.5),
            new Dense(10, activation: "softmax"),
        };
        model.Compile("adam", "categorical_crossentropy", ["accuracy"]);
        return model;
    }

    /// <summary>
    /// The multiplications and additions of a training step for one image: forward and the gradients of all kernels, and of all inputs but
    /// the first. 26 × 26 places of 3 × 3 × 1 by 32, 11 × 11 of 3 × 3 × 32 by 64, and 5 · 5 · 64 by 10.
    /// </summary>
    private static double Operations() => 2.0 * ((2 * 26 * 26 * 9 * 32) + (3 * 11 * 11 * 9 * 32 * 64) + (3 * 1600 * 10));

    private static double Loss(Sequential model) =>
        model.Evaluate(Digits.X[..2000].Reshape(-1, 28, 28, 1), Digits.Y[..2000], batchSize: 500, verbose: 0).Loss;

    private static Range Rows(int turn)
    {
        var start = turn % (Samples / Part) * Part;
        return start..(start + Part);
    }

    private sealed class TorchTurns
    {
        private readonly TorchClassifier classifier = TorchClassifier.ConvNet();
        private readonly TorchSharp.torch.Tensor x = Digits.TorchX(..).reshape(-1, 1, 28, 28);
        private readonly TorchSharp.torch.Tensor y = Digits.TorchY(..);

        public int Turns { get; private set; }

        public void Next()
        {
            var start = Rows(Turns++).Start.Value;
            using var rows = x.slice(0, start, start + Part, 1);
            using var targets = y.slice(0, start, start + Part, 1);
            classifier.Fit(rows, targets, BatchSize);
        }

        public double Loss()
        {
            using var rows = x.slice(0, 0, 2000, 1);
            using var targets = y.slice(0, 0, 2000, 1);
            return classifier.Loss(rows, targets);
        }
    }
}
