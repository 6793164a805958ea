namespace Glassbox.Datasets;

/// <summary>Renders synthetic handwritten digits in MNIST's format from a seed.</summary>
internal static class DigitPainter
{
    private const int Digits = 10;
    private const int PixelsPerImage = InkBox.ImageSide * InkBox.ImageSide;
    private const int ImagesPerTask = 500;

    // Labels and drawings use separate random streams, so that they are independent.
    private const ulong LabelStreams = 1UL << 63;

    /// <summary>
    /// Renders <paramref name="count"/> digits: white strokes on black, 28×28 bytes each, and their labels; each group of ten images
    /// contains all ten digits.
    /// </summary>
    /// <remarks>Image i depends only on the seed and i, not on the number of threads or images.</remarks>
    public static (byte[] Images, byte[] Labels) Draw(int count, ulong seed)
    {
        byte[] images = new byte[checked(count * PixelsPerImage)];
        byte[] labels = new byte[count];
        Parallel.For(0, (count + ImagesPerTask - 1) / ImagesPerTask, task =>
        {
            var path = new PenPath();
            var box = new InkBox();
            int end = Math.Min(count, (task + 1) * ImagesPerTask);
            for (int i = task * ImagesPerTask; i < end; i++)
            {
                labels[i] = LabelAt(i, seed);
                var random = new SplitMix(seed, (ulong)i);
                Paint(labels[i], ref random, path, box, images.AsSpan(i * PixelsPerImage, PixelsPerImage));
            }
        });
        return (images, labels);
    }

    private static void Paint(int digit, ref SplitMix random, PenPath path, InkBox box, Span<byte> image)
    {
        var style = new HandwritingStyle(ref random);
        var pen = new Pen(ref random);
        path.Write(Pick(StrokeModels.ByDigit[digit], ref random), style, pen, ref random);
        InkBox.Fit(path);
        box.Draw(path, pen.Softness);
        box.CopyTo(image);
    }

    /// <summary>The label of image i: each group of ten images is a random permutation of the ten digits.</summary>
    private static byte LabelAt(int i, ulong seed)
    {
        var random = new SplitMix(seed, LabelStreams | (uint)(i / Digits));
        Span<byte> shuffled = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        for (int remaining = Digits; remaining > 1; remaining--)
        {
            int other = random.Below(remaining);
            (shuffled[other], shuffled[remaining - 1]) = (shuffled[remaining - 1], shuffled[other]);
        }

        return shuffled[i % Digits];
    }

    private static Allograph Pick(Allograph[] allographs, ref SplitMix random)
    {
        float at = random.Unit() * allographs.Sum(allograph => allograph.Weight);
        int i = 0;
        while (i < allographs.Length - 1 && (at -= allographs[i].Weight) >= 0f)
            i++;
        return allographs[i];
    }
}
