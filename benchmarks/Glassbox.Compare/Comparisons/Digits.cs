using Glassbox.Datasets;
using TorchSharp;

namespace Glassbox.Compare;

/// <summary>The images that both sides learn: MNIST where it is at hand, else numbers of the same shapes, which cost the same.</summary>
internal static class Digits
{
    private static readonly Lazy<(Tensor X, Tensor Y)> Data = new(Load);

    /// <summary>The training images as [60000, 784] between 0 and 1.</summary>
    public static Tensor X => Data.Value.X;

    /// <summary>One-hot rows [60000, 10].</summary>
    public static Tensor Y => Data.Value.Y;

    /// <summary>The same rows of the images for TorchSharp.</summary>
    public static torch.Tensor TorchX(Range rows) => torch.tensor(X[rows].ToArray<float>(), [X[rows].Shape[0], X.Shape[1]]);

    /// <summary>Their classes for TorchSharp.</summary>
    public static torch.Tensor TorchY(Range rows) => torch.tensor(Y[rows].ArgMax(-1).ToArray<long>());

    private static (Tensor X, Tensor Y) Load()
    {
        try
        {
            var (train, _) = Mnist.LoadData();
            return (train.X.Reshape(-1, 784).Cast("float32") / 255, Utils.ToCategorical(train.Y));
        }
        catch (DatasetUnavailableException)
        {
            Console.Error.WriteLine("MNIST is not at hand; random numbers of the same shapes take its place.");
            var labels = Tensor.FromSpan<long>([.. Enumerable.Range(0, 60_000).Select(i => i * 7919L % 10)]);
            return (Tensor.RandomUniform([60_000, 784], seed: 1), Utils.ToCategorical(labels, 10));
        }
    }
}
