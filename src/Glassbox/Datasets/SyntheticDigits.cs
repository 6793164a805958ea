namespace Glassbox.Datasets;

/// <summary>
/// Handwritten digits drawn by the library itself: no file, no network. The same format as MNIST, so that either can stand for the other:
/// images of 28×28 bytes, 0 the background and 255 full ink, with the digits 0 to 9 as labels.
/// </summary>
/// <remarks>
/// Each digit is a stroke model in several handwritings, drawn with a varied pen, slant and wobble, then scaled and centred as the MNIST
/// digits were.
/// </remarks>
public static class SyntheticDigits
{
    /// <summary>Draws the digits; the same ones for the same seed.</summary>
    /// <param name="trainSize">How many images to train on.</param>
    /// <param name="testSize">How many images to judge by.</param>
    /// <param name="seed">What they are drawn from.</param>
    /// <returns>Images [n, 28, 28] and labels [n], both uint8, to train on and to judge by.</returns>
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
