namespace Glassbox.Datasets;

/// <summary>
/// Synthetic handwritten digits, generated without files or network, in MNIST's format: images of 28×28 bytes, 0 for background and 255 for
/// full ink, with the digits 0 to 9 as labels.
/// </summary>
/// <remarks>
/// Each digit is a stroke model in one of several handwritings, drawn with random pen, slant and distortion, then scaled and centered as in
/// MNIST.
/// </remarks>
public static class SyntheticDigits
{
    /// <summary>Generates the digits; equal seeds yield equal digits.</summary>
    /// <param name="trainSize">Number of training images.</param>
    /// <param name="testSize">Number of test images.</param>
    /// <param name="seed">Random seed.</param>
    /// <returns>Images [n, 28, 28] and labels [n], both uint8, of the training set and the test set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) LoadData(int trainSize = 60_000, int testSize = 10_000,
        int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trainSize);
        ArgumentOutOfRangeException.ThrowIfNegative(testSize);
        // Two unrelated sequences, so that no image is in both sets and neither depends on the other's size.
        return (Draw(trainSize, RandomSeed.Mix(2ul * (uint)seed)), Draw(testSize, RandomSeed.Mix((2ul * (uint)seed) + 1)));
    }

    private static (Tensor X, Tensor Y) Draw(int count, ulong seed)
    {
        var (images, labels) = DigitPainter.Draw(count, seed);
        return (Tensor.FromSpan<byte>(images, [count, 28, 28]), Tensor.FromSpan<byte>(labels));
    }
}
