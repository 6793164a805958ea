using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>Samples images through transforms, and scatters gradients back.</summary>
internal static class AffineSampling<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>y = x sampled at the transformed coordinates, for a range of rows of all images.</summary>
    public static void Forward(ImageSampling sampling, int first, int end, ReadOnlySpan<T> x, ReadOnlySpan<double> matrices, Span<T> y)
    {
        var places = new RowPlaces<T>(sampling);
        for (var row = first; row < end; row++)
        {
            var image = row / sampling.Height;
            places.Find(matrices.Slice(image * 8, 8), row % sampling.Height);
            var pixels = x.Slice(image * sampling.ImageSize, sampling.ImageSize);
            var result = y.Slice(row * sampling.RowSize, sampling.RowSize);
            if (sampling.Bilinear)
            {
                Interpolated(sampling, places, pixels, result);
            }
            else
            {
                Nearest(sampling, places, pixels, result);
            }
        }
    }

    /// <summary>dx += dy scattered to the sampled pixels, for one image.</summary>
    public static void Scatter(ImageSampling sampling, ReadOnlySpan<T> dy, ReadOnlySpan<double> matrix, Span<T> dx)
    {
        var places = new RowPlaces<T>(sampling);
        for (var row = 0; row < sampling.Height; row++)
        {
            places.Find(matrix, row);
            for (var i = 0; i < sampling.Width; i++)
            {
                var from = dy.Slice((row * sampling.RowSize) + (i * sampling.Channels), sampling.Channels);
                var (left, top) = (places.Pixels[i], places.Pixels[i + sampling.Width]);
                if (!sampling.Bilinear)
                {
                    AddTo(sampling, top, left, from, T.One, dx);
                    continue;
                }

                var (right, below) = (places.Parts[i], places.Parts[i + sampling.Width]);
                AddTo(sampling, top, left, from, (T.One - below) * (T.One - right), dx);
                AddTo(sampling, top, left + 1, from, (T.One - below) * right, dx);
                AddTo(sampling, top + 1, left, from, below * (T.One - right), dx);
                AddTo(sampling, top + 1, left + 1, from, below * right, dx);
            }
        }
    }

    private static void Interpolated(ImageSampling sampling, RowPlaces<T> places, ReadOnlySpan<T> pixels, Span<T> result)
    {
        var (channels, rowSize, lastRow, lastColumn) = (sampling.Channels, sampling.RowSize, sampling.Height - 1, sampling.Width - 1);
        var (wholes, parts) = (places.Pixels, places.Parts);
        for (var i = 0; i < sampling.Width; i++)
        {
            var (left, top, right, below) = (wholes[i], wholes[i + sampling.Width], parts[i], parts[i + sampling.Width]);
            if ((uint)left >= (uint)lastColumn || (uint)top >= (uint)lastRow)
            {
                AtEdge(sampling, top, left, below, right, pixels, result.Slice(i * channels, channels));
                continue;
            }

            // The four pixels are two contiguous runs: a left pixel's channels directly precede those of its right neighbour.
            var upper = pixels.Slice((top * rowSize) + (left * channels), 2 * channels);
            var lower = pixels.Slice(((top + 1) * rowSize) + (left * channels), 2 * channels);
            for (var channel = 0; channel < channels; channel++)
            {
                result[(i * channels) + channel] = Blend(
                    Blend(upper[channel], upper[channel + channels], right), Blend(lower[channel], lower[channel + channels], right),
                    below);
            }
        }
    }

    private static void AtEdge(ImageSampling sampling, int top, int left, T below, T right, ReadOnlySpan<T> pixels, Span<T> result)
    {
        for (var channel = 0; channel < result.Length; channel++)
        {
            result[channel] = Blend(
                Blend(Pixel(sampling, top, left, channel, pixels), Pixel(sampling, top, left + 1, channel, pixels), right),
                Blend(Pixel(sampling, top + 1, left, channel, pixels), Pixel(sampling, top + 1, left + 1, channel, pixels), right),
                below);
        }
    }

    private static void Nearest(ImageSampling sampling, RowPlaces<T> places, ReadOnlySpan<T> pixels, Span<T> result)
    {
        var channels = sampling.Channels;
        var fill = T.CreateTruncating(sampling.FillValue);
        for (var i = 0; i < sampling.Width; i++)
        {
            var start = Start(sampling, places.Pixels[i + sampling.Width], places.Pixels[i]);
            var target = result.Slice(i * channels, channels);
            if (T.IsNaN(places.Parts[i] + places.Parts[i + sampling.Width]))
            {
                target.Fill(T.NaN);
            }
            else if (start < 0)
            {
                target.Fill(fill);
            }
            else
            {
                pixels.Slice(start, channels).CopyTo(target);
            }
        }
    }

    private static void AddTo(ImageSampling sampling, int row, int column, ReadOnlySpan<T> gradient, T weight, Span<T> dx)
    {
        var start = Start(sampling, row, column);
        if (start < 0)
        {
            return;
        }

        var target = dx.Slice(start, gradient.Length);
        for (var channel = 0; channel < gradient.Length; channel++)
        {
            target[channel] += weight * gradient[channel];
        }
    }

    private static T Pixel(ImageSampling sampling, int row, int column, int channel, ReadOnlySpan<T> pixels) =>
        Start(sampling, row, column) is var start && start < 0 ? T.CreateTruncating(sampling.FillValue) : pixels[start + channel];

    /// <summary>The offset of a pixel's channels in its image; −1 for a pixel outside.</summary>
    private static int Start(ImageSampling sampling, int row, int column)
    {
        var (insideRow, insideColumn) = (sampling.Inside(row, sampling.Height), sampling.Inside(column, sampling.Width));
        return insideRow < 0 || insideColumn < 0 ? -1 : (insideRow * sampling.RowSize) + (insideColumn * sampling.Channels);
    }

    private static T Blend(T a, T b, T part) => (a * (T.One - part)) + (b * part);
}
