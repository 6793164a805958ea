using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>Images looked at through matrices.</remarks>
internal sealed partial class ReferenceBackend
{
    private static readonly double Far = Math.Pow(2, 29);

    public void AffineTransform(ImageSampling sampling, Storage x, Storage matrices, Storage y)
    {
        ReferenceValues.CheckApart(y, x, matrices);
        var (images, values) = (x.Reals(), new double[y.Length]);
        ForEachSource(sampling, matrices.Reals(), (output, input, weight) =>
            values[output] += weight * (input < 0 ? sampling.FillValue : images[input]));
        y.Put(values);
    }

    public void AffineTransformScatter(ImageSampling sampling, Storage dy, Storage matrices, Storage dx)
    {
        ReferenceValues.CheckApart(dx, dy, matrices);
        var (gradients, sums) = (dy.Reals(), new double[dx.Length]);
        ForEachSource(sampling, matrices.Reals(), (output, input, weight) =>
        {
            if (input >= 0)
            {
                sums[input] += weight * gradients[output];
            }
        });
        dx.Put(sums);
    }

    /// <summary>
    /// Visits what each number of the result is made of: which number, of which of the images (−1 for the fill value), with which weight.
    /// </summary>
    private static void ForEachSource(ImageSampling sampling, double[] matrices, Action<int, int, double> visit)
    {
        for (var output = 0; output < sampling.Batch * sampling.ImageSize; output++)
        {
            var (image, channel) = (output / sampling.ImageSize, output % sampling.Channels);
            var (row, column) = (output / sampling.RowSize % sampling.Height, output / sampling.Channels % sampling.Width);
            var m = matrices.AsSpan(image * 8, 8);
            var k = (m[6] * column) + ((m[7] * row) + 1);
            var x = Math.Clamp(((m[0] * column) + ((m[1] * row) + m[2])) / k, -Far, Far);
            var y = Math.Clamp(((m[3] * column) + ((m[4] * row) + m[5])) / k, -Far, Far);
            if (!sampling.Bilinear)
            {
                visit(output, Place(Math.Floor(y + 0.5), Math.Floor(x + 0.5)), double.IsNaN(x + y) ? double.NaN : 1);
                continue;
            }

            var (left, top) = (Math.Floor(x), Math.Floor(y));
            var (right, below) = (x - left, y - top);
            visit(output, Place(top, left), (1 - below) * (1 - right));
            visit(output, Place(top, left + 1), (1 - below) * right);
            visit(output, Place(top + 1, left), below * (1 - right));
            visit(output, Place(top + 1, left + 1), below * right);

            int Place(double r, double c) =>
                Inside(sampling.FillMode, r, sampling.Height) is { } insideRow
                && Inside(sampling.FillMode, c, sampling.Width) is { } insideColumn
                    ? (image * sampling.ImageSize) + (insideRow * sampling.RowSize) + (insideColumn * sampling.Channels) + channel
                    : -1;
        }
    }

    /// <summary>The pixel that stands for a place along an axis; null for none.</summary>
    private static int? Inside(FillMode mode, double place, int extent) => mode switch
    {
        FillMode.Constant => place >= 0 && place < extent ? (int)place : null,
        FillMode.Nearest => (int)Math.Min(Math.Max(place, 0), extent - 1),
        FillMode.Wrap => (int)(place - (Math.Floor(place / extent) * extent)),
        _ => (int)(place - (Math.Floor(place / (2 * extent)) * 2 * extent)) is var within && within < extent
            ? within
            : (2 * extent) - 1 - within,
    };
}
