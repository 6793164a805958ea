using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Row-wise crossentropies and their gradients. All matrices have the same number of columns; y and dy have one value per row.
/// </summary>
internal static class Crossentropies
{
    /// <summary>y = −Σ t·log q, with q = p / Σp clipped to [low, high].</summary>
    public static void OfProbabilities<T>(ReadOnlySpan<T> target, ReadOnlySpan<T> p, int columns, T low, T high, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var terms = new Scratch<T>(p.Length);
        for (var start = 0; start < p.Length; start += columns)
        {
            var row = p.Slice(start, columns);
            TensorPrimitives.Divide(row, SumOf<T>.Of(row), terms.Span.Slice(start, columns));
        }

        TensorPrimitives.Max(terms.Span, low, terms.Span);
        TensorPrimitives.Min(terms.Span, high, terms.Span);
        TensorPrimitives.Log(terms.Span, terms.Span);
        TensorPrimitives.Multiply(terms.Span, target, terms.Span);
        for (var row = 0; row < y.Length; row++)
        {
            y[row] = -SumOf<T>.Of(terms.Span.Slice(row * columns, columns));
        }
    }

    /// <summary>
    /// dp = dq / Σp − Σ dq·q / Σp, with dq = −dy·t / q where q was not clipped, else 0. In the order of the separate operations, with
    /// bit-identical results.
    /// </summary>
    public static void GradientOfProbabilities<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> target, ReadOnlySpan<T> p, int columns, T low, T high,
        Span<T> dp)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < dy.Length; row++)
        {
            var t = target.Slice(row * columns, columns);
            var from = p.Slice(row * columns, columns);
            var to = dp.Slice(row * columns, columns);
            var (sum, slope) = (SumOf<T>.Of(from), -dy[row]);

            // With one-hot targets most t are zero, and so is dq, provided that q is not NaN.
            var skipsZeros = sum > T.Zero && T.IsFinite(sum) && T.IsFinite(slope);
            for (var i = 0; i < to.Length; i++)
            {
                if (skipsZeros && t[i] == T.Zero)
                {
                    to[i] = T.Zero;
                    continue;
                }

                var q = from[i] / sum;
                to[i] = -Uncut(slope * t[i], q, low, high) * q / sum;
            }

            var whole = SumOf<T>.Of(to);
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = skipsZeros && t[i] == T.Zero ? whole : (Uncut(slope * t[i], from[i] / sum, low, high) / sum) + whole;
            }
        }
    }

    private static T Uncut<T>(T slope, T q, T low, T high)
        where T : unmanaged, IFloatingPointIeee754<T> => q >= low && q <= high ? slope / q : T.Zero;

    /// <summary>y = log(Σ eˣ)·Σ t − Σ t·x, with x shifted by its maximum.</summary>
    public static void OfLogits<T>(ReadOnlySpan<T> target, ReadOnlySpan<T> x, int columns, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var terms = new Scratch<T>(x.Length);
        RowFunctions.LogSoftmax(x, columns, terms.Span);
        TensorPrimitives.Multiply(terms.Span, target, terms.Span);
        for (var row = 0; row < y.Length; row++)
        {
            y[row] = -SumOf<T>.Of(terms.Span.Slice(row * columns, columns));
        }
    }

    /// <summary>dx = dy·(softmax(x)·Σt − t).</summary>
    public static void GradientOfLogits<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> target, ReadOnlySpan<T> x, int columns, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RowFunctions.Softmax(x, columns, dx);
        for (var row = 0; row < dy.Length; row++)
        {
            var t = target.Slice(row * columns, columns);
            var to = dx.Slice(row * columns, columns);
            TensorPrimitives.Multiply(to, SumOf<T>.Of(t), to);
            TensorPrimitives.Subtract(to, t, to);
            TensorPrimitives.Multiply(to, dy[row], to);
        }
    }
}
