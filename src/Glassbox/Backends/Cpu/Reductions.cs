using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

/// <summary>One number of many.</summary>
internal interface IReduction<T>
{
    /// <summary>The answer when there are none.</summary>
    static abstract T Empty { get; }

    /// <summary>The reduction of a row.</summary>
    static abstract T Of(ReadOnlySpan<T> row);

    /// <summary>Takes a row into the totals, column by column.</summary>
    static abstract void Into(Span<T> totals, ReadOnlySpan<T> row);

    /// <summary>Takes further rows into the totals, in their order.</summary>
    static virtual void RowsInto<TOp>(Span<T> totals, ReadOnlySpan<T> rows) where TOp : IReduction<T>
    {
        for (var start = 0; start < rows.Length; start += totals.Length)
        {
            TOp.Into(totals, rows.Slice(start, totals.Length));
        }
    }
}

/// <summary>
/// The sum, added pairwise in an order that the length alone decides. (The platform's Sum starts at an aligned address, so that its
/// rounding depends on where the garbage collector put the array: the same training would not give the same bits twice.)
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

        // Halves that are whole blocks: the error grows with the logarithm of the length.
        var half = ((row.Length / 2) + Block - 1) / Block * Block;
        return Of(row[..half]) + Of(row[half..]);
    }

    public static void Into(Span<T> totals, ReadOnlySpan<T> row) => TensorPrimitives.Add(totals, row, totals);

    /// <summary>
    /// A stretch of columns at a time, whose totals stay in registers for all rows. Each total is added in the order of the rows, as one by
    /// one.
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

/// <summary>The largest; NaN if there is one. Callers refuse empty rows.</summary>
internal readonly struct MaxOf<T> : IReduction<T> where T : struct, INumber<T>
{
    public static T Empty => T.Zero;

    public static T Of(ReadOnlySpan<T> row) => TensorPrimitives.Max(row);

    public static void Into(Span<T> totals, ReadOnlySpan<T> row) => TensorPrimitives.Max(totals, row, totals);
}

/// <summary>The smallest; NaN if there is one. Callers refuse empty rows.</summary>
internal readonly struct MinOf<T> : IReduction<T> where T : struct, INumber<T>
{
    public static T Empty => T.Zero;

    public static T Of(ReadOnlySpan<T> row) => TensorPrimitives.Min(row);

    public static void Into(Span<T> totals, ReadOnlySpan<T> row) => TensorPrimitives.Min(totals, row, totals);
}
