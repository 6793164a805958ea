using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

internal sealed partial class CpuBackend
{
    /// <summary>The number of elements reduced per task.</summary>
    private const int ReducedPerTask = 64 * 1024;

    public void Reduce(ReduceOp op, Storage x, int outer, int reduced, int inner, Storage y)
    {
        var walk = new ReductionWalk(outer, reduced, inner);
        switch (x.DType.Name, y.DType.Name)
        {
            case ("float32", "float32"): Reduce<float>(op, walk, x, y); break;
            case ("float64", "float64"): Reduce<double>(op, walk, x, y); break;
            case ("int32", "int32"): Reduce<int>(op, walk, x, y); break;
            case ("int64", "int64"): Reduce<long>(op, walk, x, y); break;
            case ("uint8", "uint8") or ("bool", "bool"): Reduce(op, walk, x.Bytes(), y.Bytes()); break;
            case ("int32", _): WideningReduce(op, walk, x.Span<int>(), y); break;
            case ("int64", _): WideningReduce(op, walk, x.Span<long>(), y); break;
            default: WideningReduce(op, walk, x.Bytes(), y); break;
        }
    }

    public void ArgExtreme(bool largest, Storage x, int outer, int reduced, int inner, Storage y)
    {
        var walk = new ReductionWalk(outer, reduced, inner);
        var positions = y.Span<long>();
        switch (x.DType.Name)
        {
            case "float32": ArgExtreme(largest, walk, x.Span<float>(), positions); break;
            case "float64": ArgExtreme(largest, walk, x.Span<double>(), positions); break;
            case "int32": ArgExtreme(largest, walk, x.Span<int>(), positions); break;
            case "int64": ArgExtreme(largest, walk, x.Span<long>(), positions); break;
            default: ArgExtreme(largest, walk, x.Bytes(), positions); break;
        }
    }

    /// <summary>
    /// Parallelizes large reductions along the outer axis or, if that is short, over blocks of rows with partial results, which are reduced
    /// in order.
    /// </summary>
    private static void Reduce<T>(ReduceOp op, ReductionWalk walk, Storage x, Storage y) where T : struct, INumber<T>
    {
        if (x.Length <= 2 * ReducedPerTask)
        {
            Reduce(op, walk, x.Span<T>(), y.Span<T>());
        }
        else
        {
            ReduceInParts<T>(op, walk, x, y);
        }
    }

    private static void ReduceInParts<T>(ReduceOp op, ReductionWalk walk, Storage x, Storage y) where T : struct, INumber<T>
    {
        var (outer, reduced, inner) = walk;
        if (outer > 1)
        {
            var each = Math.Max(1, ReducedPerTask / (reduced * inner));
            WorkSplit.For((outer + each - 1) / each, task =>
            {
                var (first, count) = (task * each, Math.Min(each, outer - (task * each)));
                Reduce(op, walk with { Outer = count }, x.Span<T>().Slice(first * reduced * inner, count * reduced * inner),
                    y.Span<T>().Slice(first * inner, count * inner));
            });
            return;
        }

        var rows = Math.Max(1, ReducedPerTask / inner);
        var blocks = (reduced + rows - 1) / rows;
        var totals = HostStorage.Allocate(x.DType, blocks * inner);
        WorkSplit.For(blocks, block =>
        {
            var (first, count) = (block * rows, Math.Min(rows, reduced - (block * rows)));
            Reduce(op, walk with { Reduced = count }, x.Span<T>().Slice(first * inner, count * inner),
                totals.Span<T>().Slice(block * inner, inner));
        });
        Reduce(op, walk with { Reduced = blocks }, totals.Span<T>(), y.Span<T>());
    }

    private static void Reduce<T>(ReduceOp op, ReductionWalk walk, ReadOnlySpan<T> x, Span<T> y) where T : struct, INumber<T>
    {
        switch (op)
        {
            case ReduceOp.Sum: Reduce<T, SumOf<T>>(walk, x, y); break;
            case ReduceOp.Product: Reduce<T, ProductOf<T>>(walk, x, y); break;
            case ReduceOp.Max: Reduce<T, MaxOf<T>>(walk, x, y); break;
            default: Reduce<T, MinOf<T>>(walk, x, y); break;
        }
    }

    private static void Reduce<T, TOp>(ReductionWalk walk, ReadOnlySpan<T> x, Span<T> y)
        where T : struct, INumber<T> where TOp : IReduction<T>
    {
        if (walk.Reduced == 0)
        {
            y.Fill(TOp.Empty);
            return;
        }

        for (var o = 0; o < walk.Outer; o++)
        {
            if (walk.Inner == 1)
            {
                y[o] = TOp.Of(x.Slice(o * walk.Reduced, walk.Reduced));
                continue;
            }

            var total = y.Slice(o * walk.Inner, walk.Inner);
            x.Slice(o * walk.Reduced * walk.Inner, walk.Inner).CopyTo(total);
            if (walk.Inner > 0)
            {
                TOp.RowsInto<TOp>(total, x.Slice(((o * walk.Reduced) + 1) * walk.Inner, (walk.Reduced - 1) * walk.Inner));
            }
        }
    }

    /// <summary>Sums and products of narrow integers, accumulated in a wider type.</summary>
    private static void WideningReduce<T>(ReduceOp op, ReductionWalk walk, ReadOnlySpan<T> x, Storage y) where T : struct, INumber<T>
    {
        if (y.DType == DType.Int64)
        {
            WideningReduce(op, walk, x, y.Span<long>());
        }
        else
        {
            WideningReduce(op, walk, x, y.Span<double>());
        }
    }

    private static void WideningReduce<T, TWide>(ReduceOp op, ReductionWalk walk, ReadOnlySpan<T> x, Span<TWide> y)
        where T : struct, INumber<T>
        where TWide : struct, INumber<TWide>
    {
        y.Fill(op == ReduceOp.Sum ? TWide.Zero : TWide.One);
        for (var o = 0; o < walk.Outer; o++)
        {
            for (var r = 0; r < walk.Reduced; r++)
            {
                var row = x.Slice(((o * walk.Reduced) + r) * walk.Inner, walk.Inner);
                var total = y.Slice(o * walk.Inner, walk.Inner);
                for (var i = 0; i < row.Length; i++)
                {
                    var value = TWide.CreateTruncating(row[i]);
                    total[i] = op == ReduceOp.Sum ? total[i] + value : total[i] * value;
                }
            }
        }
    }

    private static void ArgExtreme<T>(bool largest, ReductionWalk walk, ReadOnlySpan<T> x, Span<long> y) where T : struct, INumber<T>
    {
        for (var o = 0; o < walk.Outer; o++)
        {
            for (var i = 0; i < walk.Inner; i++)
            {
                var values = x.Slice(o * walk.Reduced * walk.Inner, walk.Reduced * walk.Inner)[i..];
                y[(o * walk.Inner) + i] = largest ? ArgExtreme<T, LessOrEqual<T>>(values, walk.Inner)
                    : ArgExtreme<T, GreaterOrEqual<T>>(values, walk.Inner);
            }
        }
    }

    /// <summary>The index of the extreme of a strided sequence; the first on ties.</summary>
    private static int ArgExtreme<T, TNoBetter>(ReadOnlySpan<T> x, int step) where T : struct, INumber<T> where TNoBetter : IComparison<T>
    {
        var (best, value) = (0, x[0]);
        for (var at = step; at < x.Length && !T.IsNaN(value); at += step)
        {
            // Comparisons with NaN are false, so that the first NaN becomes the extreme and no later value replaces it.
            if (!TNoBetter.Test(x[at], value))
            {
                (best, value) = (at, x[at]);
            }
        }

        return best / step;
    }

    /// <summary>An array as [outer, reduced, inner], reduced along the middle axis.</summary>
    private readonly record struct ReductionWalk(int Outer, int Reduced, int Inner);
}
