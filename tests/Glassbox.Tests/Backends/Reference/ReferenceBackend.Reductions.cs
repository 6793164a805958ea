using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>Many numbers to one, along the middle axis of [outer, reduced, inner].</remarks>
internal sealed partial class ReferenceBackend
{
    public void Reduce(ReduceOp op, Storage x, int outer, int reduced, int inner, Storage y)
    {
        ReferenceValues.CheckApart(y, x);
        if (y.DType.IsFloating)
        {
            var values = x.Reals();
            y.Put(EachLine(outer, reduced, inner, line => Reduced(op, values, line)));
        }
        else
        {
            var values = x.Wholes();
            y.Put(EachLine(outer, reduced, inner, line => Reduced(op, values, line)));
        }
    }

    public void ArgExtreme(bool largest, Storage x, int outer, int reduced, int inner, Storage y)
    {
        ReferenceValues.CheckApart(y, x);
        if (x.DType.IsFloating)
        {
            var values = x.Reals();
            y.Put(EachLine(outer, reduced, inner, line => FirstExtreme(largest, Array.ConvertAll(line, at => values[at]))));
        }
        else
        {
            var values = x.Wholes();
            y.Put(EachLine(outer, reduced, inner, line => FirstExtreme(largest, Array.ConvertAll(line, at => values[at]))));
        }
    }

    /// <summary>A figure for each element of the result, of the places where its operands lie.</summary>
    private static T[] EachLine<T>(int outer, int reduced, int inner, Func<int[], T> figure)
    {
        var y = new T[outer * inner];
        var line = new int[reduced];
        for (var at = 0; at < y.Length; at++)
        {
            var (o, i) = (at / inner, at % inner);
            for (var r = 0; r < reduced; r++)
            {
                line[r] = (((o * reduced) + r) * inner) + i;
            }

            y[at] = figure(line);
        }

        return y;
    }

    private static double Reduced(ReduceOp op, double[] values, int[] line)
    {
        var total = op switch
        {
            ReduceOp.Sum => 0,
            ReduceOp.Product => 1,
            ReduceOp.Max => double.NegativeInfinity,
            _ => double.PositiveInfinity,
        };
        foreach (var at in line)
        {
            total = op switch
            {
                ReduceOp.Sum => total + values[at],
                ReduceOp.Product => total * values[at],
                ReduceOp.Max => Math.Max(total, values[at]),
                _ => Math.Min(total, values[at]),
            };
        }

        return total;
    }

    private static long Reduced(ReduceOp op, long[] values, int[] line)
    {
        var total = op switch
        {
            ReduceOp.Sum => 0,
            ReduceOp.Product => 1,
            ReduceOp.Max => long.MinValue,
            _ => long.MaxValue,
        };
        foreach (var at in line)
        {
            total = unchecked(op switch
            {
                ReduceOp.Sum => total + values[at],
                ReduceOp.Product => total * values[at],
                ReduceOp.Max => Math.Max(total, values[at]),
                _ => Math.Min(total, values[at]),
            });
        }

        return total;
    }

    /// <summary>The first NaN where there is one, else the first of those that none is beyond.</summary>
    private static long FirstExtreme(bool largest, double[] values)
    {
        var best = 0;
        for (var r = 1; r < values.Length && !double.IsNaN(values[best]); r++)
        {
            var isBeyond = largest ? values[r] > values[best] : values[r] < values[best];
            best = isBeyond || double.IsNaN(values[r]) ? r : best;
        }

        return best;
    }

    private static long FirstExtreme(bool largest, long[] values)
    {
        var best = 0;
        for (var r = 1; r < values.Length; r++)
        {
            best = (largest ? values[r] > values[best] : values[r] < values[best]) ? r : best;
        }

        return best;
    }
}
