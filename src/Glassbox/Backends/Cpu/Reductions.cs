using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

/// <summary>A reduction of many values to one.</summary>
internal interface IReduction<T>
{
    /// <summary>The result for no elements.</summary>
    static abstract T Empty { get; }

    /// <summary>The reduction of a row.</summary>
    static abstract T Of(ReadOnlySpan<T> row);

    /// <summary>Accumulates a row into the totals, column by column.</summary>
    static abstract void Into(Span<T> totals, ReadOnlySpan<T> row);

    /// <summary>Accumulates further rows into the totals, in order.</summary>
    static virtual void RowsInto<TOp>(Span<T> totals, ReadOnlySpan<T> rows) where TOp : IReduction<T>
    {
        for (var start = 0; start < rows.Length; start += totals.Length)
        {
            TOp.Into(totals, rows.Slice(start, totals.Length));
        }
    }
}

/// <summary>
/// Pairwise summation in an order that depends on the length alone. (The platform's Sum starts at an aligned address, so that its rounding
/// depends on where the garbage collector placed the array, and training would not be reproducible.)
/// </summary>
internal readonly struct SumOf<T> : IReduction<T> where T : struct, INumber<T>
{
    private const int Block = 1024;

    public static T Empty => T.Zero;

    public static T Of(ReadOnlySpan<T> row)
    {
        if (row.Length <= Block)
        {
            return BlockSum(row);
        }

        // Halves that are multiples of the block length: the error grows with the logarithm of the length.
        var half = ((row.Length / 2) + Block - 1) / Block * Block;
        return Of(row[..half]) + Of(row[half..]);
    }

    public static void Into(Span<T> totals, ReadOnlySpan<T> row) => TensorPrimitives.Add(totals, row, totals);

    /// <summary>
    /// Processes a group of columns at a time, whose totals stay in registers for all rows. Each total is summed in the order of the rows,
    /// as by single rows.
    /// </summary>
    public static void RowsInto<TOp>(Span<T> totals, ReadOnlySpan<T> rows) where TOp : IReduction<T>
    {
        var (width, columns) = (Vector<T>.Count, totals.Length);
        var i = 0;
        for (; i <= columns - (4 * width); i += 4 * width)
        {
            var (a, b) = (new Vector<T>(totals[i..]), new Vector<T>(totals[(i + width)..]));
            var (c, d) = (new Vector<T>(totals[(i + (2 * width))..]), new Vector<T>(totals[(i + (3 * width))..]));
            for (var at = i; at < rows.Length; at += columns)
            {
                a += new Vector<T>(rows[at..]);
                b += new Vector<T>(rows[(at + width)..]);
                c += new Vector<T>(rows[(at + (2 * width))..]);
                d += new Vector<T>(rows[(at + (3 * width))..]);
            }

            a.CopyTo(totals[i..]);
            b.CopyTo(totals[(i + width)..]);
            c.CopyTo(totals[(i + (2 * width))..]);
            d.CopyTo(totals[(i + (3 * width))..]);
        }

        for (; i < columns; i++)
        {
            var total = totals[i];
            for (var at = i; at < rows.Length; at += columns)
            {
                total += rows[at];
            }

            totals[i] = total;
        }
    }

    private static T BlockSum(ReadOnlySpan<T> row)
    {
        var width = Vector<T>.Count;
        var (even, odd) = (Vector<T>.Zero, Vector<T>.Zero);
        var i = 0;
        for (; i <= row.Length - (2 * width); i += 2 * width)
        {
            even += new Vector<T>(row[i..]);
            odd += new Vector<T>(row[(i + width)..]);
        }

        var total = Vector.Sum(even + odd);
        for (; i < row.Length; i++)
        {
            total += row[i];
        }

        return total;
    }
}

internal readonly struct ProductOf<T> : IReduction<T> where T : struct, INumber<T>
{
    public static T Empty => T.One;

    public static T Of(ReadOnlySpan<T> row)
    {
        var product = T.One;
        foreach (var value in row)
        {
            product *= value;
        }

        return product;
    }

    public static void Into(Span<T> totals, ReadOnlySpan<T> row) => TensorPrimitives.Multiply(totals, row, totals);
}

/// <summary>The maximum; NaN propagates. Callers reject empty rows.</summary>
internal readonly struct MaxOf<T> : IReduction<T> where T : struct, INumber<T>
{
    public static T Empty => T.Zero;

    public static T Of(ReadOnlySpan<T> row) => TensorPrimitives.Max(row);

    public static void Into(Span<T> totals, ReadOnlySpan<T> row) => TensorPrimitives.Max(totals, row, totals);
}

/// <summary>The minimum; NaN propagates. Callers reject empty rows.</summary>
internal readonly struct MinOf<T> : IReduction<T> where T : struct, INumber<T>
{
    public static T Empty => T.Zero;

    public static T Of(ReadOnlySpan<T> row) => TensorPrimitives.Min(row);

    public static void Into(Span<T> totals, ReadOnlySpan<T> row) => TensorPrimitives.Min(totals, row, totals);
}
