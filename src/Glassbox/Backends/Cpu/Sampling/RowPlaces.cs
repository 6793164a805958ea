using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The source coordinates of one row of a result, first all columns, then all rows: the pixel to the upper left, and the fractional
/// distance from it.
/// </summary>
internal sealed class RowPlaces<T>(ImageSampling sampling) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double[] places = new double[2 * sampling.Width];
    private readonly double[] floors = new double[2 * sampling.Width];
    private readonly double[] ramp = [.. Enumerable.Range(0, sampling.Width).Select(i => (double)i)];

    /// <summary>The pixel to the left, and the one above; the nearest without interpolation.</summary>
    public int[] Pixels { get; } = new int[2 * sampling.Width];

    /// <summary>The fractional distance to the right, and downward, from 0 to 1.</summary>
    public T[] Parts { get; } = new T[2 * sampling.Width];

    /// <summary>Computes the coordinates of a row through a transform.</summary>
    public void Find(ReadOnlySpan<double> matrix, int row)
    {
        var x = places.AsSpan(0, sampling.Width);
        var y = places.AsSpan(sampling.Width);
        Line(matrix[0], (matrix[1] * row) + matrix[2], x);
        Line(matrix[3], (matrix[4] * row) + matrix[5], y);
        if (matrix[6] != 0 || matrix[7] != 0)
        {
            var divisors = floors.AsSpan(0, sampling.Width);
            Line(matrix[6], (matrix[7] * row) + 1, divisors);
            TensorPrimitives.Divide<double>(x, divisors, x);
            TensorPrimitives.Divide<double>(y, divisors, y);
        }

        TensorPrimitives.Clamp<double>(places, -ImageSampling.Far, ImageSampling.Far, places);
        if (!sampling.Bilinear)
        {
            TensorPrimitives.Add(places, 0.5, places);
        }

        // A NaN coordinate becomes pixel 0 with a NaN fraction, which propagates to the result.
        TensorPrimitives.Floor<double>(places, floors);
        TensorPrimitives.ConvertSaturating<double, int>(floors, Pixels);
        TensorPrimitives.Subtract<double>(places, floors, places);
        TensorPrimitives.ConvertTruncating<double, T>(places, Parts);
    }

    private void Line(double slope, double start, Span<double> line)
    {
        TensorPrimitives.Multiply(ramp, slope, line);
        TensorPrimitives.Add(line, start, line);
    }
}
