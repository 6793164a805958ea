namespace Glassbox;

public static partial class Ops
{
    /// <summary>Counts the elements in equal-width bins. The last bin includes its right edge.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="bins">The number of bins.</param>
    /// <param name="range">The outer edges; by default the minimum and maximum. Values outside are not counted.</param>
    /// <returns>The counts [bins] (int64) and the bin edges [bins + 1] (float64).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no bins.</exception>
    /// <exception cref="ArgumentException">The range is empty or not finite.</exception>
    /// <remarks>Source: <see href="https://numpy.org/doc/stable/reference/generated/numpy.histogram.html"/>.</remarks>
    public static (Tensor Counts, Tensor Edges) Histogram(Tensor x, int bins = 10, (double Low, double High)? range = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var (low, high) = range ?? (x.Size == 0 ? (0, 1) : (Min(x).ToScalar<double>(), Max(x).ToScalar<double>()));
        if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
        {
            throw new ArgumentException($"Histogram needs a range of finite numbers, the lower first; received {low} to {high}.",
                nameof(range));
        }

        // As in NumPy, a range of width zero is widened to one.
        (low, high) = low == high ? (low - 0.5, high + 0.5) : (low, high);
        var (bin, edges) = (new long[bins], Tensor.Linspace(low, high, bins + 1, dtype: DType.Float64));
        // Edges are rounded to the type of x so that a value written as an edge falls into the bin to its right.
        var ends = (x.DType == DType.Float32 ? edges.To(DType.Float32).To(DType.Float64) : edges).AsSpan<double>();
        foreach (var value in x.To(DType.Float64).AsSpan<double>())
        {
            if (value >= low && value <= high)
            {
                var place = Math.Min(bins - 1, (int)((value - low) / (high - low) * bins));
                place -= place > 0 && value < ends[place] ? 1 : 0;
                place += place < bins - 1 && value >= ends[place + 1] ? 1 : 0;
                bin[place]++;
            }
        }

        return (Tensor.FromSpan<long>(bin), edges);
    }
}
