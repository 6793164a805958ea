using System.Numerics;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Results of kernels against figures in double precision.</summary>
internal static class Near
{
    /// <summary>
    /// Each element is what the figure rounds to, or no farther away than so many roundings (2⁻²⁴ of float32, 2⁻⁵³ of float64) of a number
    /// as large as <paramref name="sizes"/> says: by default the figure itself. Eight times as many for float64, since the figures are
    /// rounded as well. NaN and the infinities must be where they are expected, but a figure about as large as the type holds may become
    /// either.
    /// </summary>
    public static void AssertEqual<T>(ReadOnlySpan<double> expected, Storage actual, double roundings, ReadOnlySpan<double> sizes = default,
        string what = "")
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var values = actual.Span<T>();
        var (rounding, smallest) = typeof(T) == typeof(float) ? (Math.ScaleB(1, -24), Math.ScaleB(1, -126))
            : (Math.ScaleB(1, -53), Math.ScaleB(1, -1022));
        var tolerance = roundings * rounding * (typeof(T) == typeof(float) ? 1 : 8);
        var nearlyInfinite = double.CreateTruncating(T.MaxValue) * (1 - tolerance);
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var (figure, value) = (expected[i], double.CreateTruncating(values[i]));
            if (T.CreateTruncating(figure).Equals(values[i]))
            {
                continue;
            }

            var size = (sizes.IsEmpty ? Math.Abs(figure) : sizes[i]) + smallest;
            var near = double.IsFinite(figure) && double.IsFinite(value) && Math.Abs(figure - value) <= tolerance * size;
            var atTheEdge = (figure > nearlyInfinite && value > nearlyInfinite) || (figure < -nearlyInfinite && value < -nearlyInfinite);
            Assert.True(near || atTheEdge, $"{what} {typeof(T).Name} [{i} of {expected.Length}]: {value:R} instead of {figure:R}, "
                + $"{Math.Abs(figure - value) / size / rounding:G3} roundings");
        }
    }

    /// <summary>As the other, for a function of each element of x.</summary>
    public static void AssertEqual<T>(Func<double, double> expected, ReadOnlySpan<T> x, Storage actual, double roundings,
        double smallestSize = 0, string what = "")
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var figures = Array.ConvertAll(Numbers.Exactly(x), value => expected(value));
        AssertEqual<T>(figures, actual, roundings, Array.ConvertAll(figures, figure => Math.Max(Math.Abs(figure), smallestSize)), what);
    }
}
