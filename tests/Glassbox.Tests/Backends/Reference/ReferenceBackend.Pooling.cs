using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>Pooling, channel by channel. What is outside an image does not count; something of it is under every window.</remarks>
internal sealed partial class ReferenceBackend
{
    public void MaxPool(ConvolutionShape shape, Storage x, Storage y, Storage? chosen)
    {
        ReferenceValues.CheckApart(y, x, chosen);
        var (images, largest, taps) = (x.Reals(), new double[y.Length], new long[y.Length]);
        Array.Fill(taps, -1);
        ForEachElement(shape, (output, tap, input) =>
        {
            // The first of several counts, and NaN as the largest of all.
            var isLarger = taps[output] < 0 || images[input] > largest[output] || double.IsNaN(images[input]);
            if (isLarger && !double.IsNaN(largest[output]))
            {
                (largest[output], taps[output]) = (images[input], tap);
            }
        });
        y.Put(largest);
        chosen?.Put(taps);
    }

    public void MaxPoolScatter(ConvolutionShape shape, Storage dy, Storage chosen, Storage dx)
    {
        ReferenceValues.CheckApart(dx, dy, chosen);
        var (gradients, taps, sums) = (dy.Reals(), chosen.Wholes(), new double[dx.Length]);
        ForEachElement(shape, (output, tap, input) => sums[input] += tap == taps[output] ? gradients[output] : 0);
        dx.Put(sums);
    }

    public void MaxPoolGather(ConvolutionShape shape, Storage x, Storage chosen, Storage y)
    {
        ReferenceValues.CheckApart(y, x, chosen);
        var (images, taps, values) = (x.Reals(), chosen.Wholes(), new double[y.Length]);
        ForEachElement(shape, (output, tap, input) => values[output] = tap == taps[output] ? images[input] : values[output]);
        y.Put(values);
    }

    public void AveragePool(ConvolutionShape shape, Storage x, Storage y)
    {
        ReferenceValues.CheckApart(y, x);
        var (images, sizes, sums) = (x.Reals(), Sizes(shape, y.Length), new double[y.Length]);
        ForEachElement(shape, (output, _, input) => sums[output] += images[input]);
        y.Put([.. sums.Zip(sizes, (sum, size) => sum / size)]);
    }

    public void AveragePoolScatter(ConvolutionShape shape, Storage dy, Storage dx)
    {
        ReferenceValues.CheckApart(dx, dy);
        var (gradients, sizes, sums) = (dy.Reals(), Sizes(shape, dy.Length), new double[dx.Length]);
        ForEachElement(shape, (output, _, input) => sums[input] += gradients[output] / sizes[output]);
        dx.Put(sums);
    }

    /// <summary>How many elements of the image are under each window.</summary>
    private static int[] Sizes(ConvolutionShape shape, int length)
    {
        var sizes = new int[length];
        ForEachElement(shape, (output, _, _) => sizes[output]++);
        return sizes;
    }

    /// <summary>Visits which element of the output looks, as which of its window, at which element of the images.</summary>
    private static void ForEachElement(ConvolutionShape shape, Action<int, int, int> visit) =>
        WindowWalk.ForEach(shape, (position, tap, pixel) =>
        {
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                visit((position * shape.Channels) + channel, tap, (pixel * shape.Channels) + channel);
            }
        });
}
