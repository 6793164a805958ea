namespace Glassbox.Backends.Cpu;

/// <summary>
/// Iterates two broadcast operands row by row. Within a row each operand is either contiguous or a repeated scalar, so that the operator
/// works on whole spans with vectorized loops.
/// </summary>
internal static class RowWalk
{
    public static void Binary<T, TOp>(Broadcast walk, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : struct
        where TOp : IBinaryOperator<T>
    {
        var row = Rows(walk, out var inner, out var repeatA, out var repeatB);
        for (var start = 0; start < y.Length; start += inner)
        {
            var (atA, atB) = row.Next();
            var target = y.Slice(start, inner);
            if (repeatA && !repeatB)
            {
                TOp.Run(a[atA], b.Slice(atB, inner), target);
            }
            else if (repeatB && !repeatA)
            {
                TOp.Run(a.Slice(atA, inner), b[atB], target);
            }
            else
            {
                TOp.Run(a.Slice(atA, inner), b.Slice(atB, inner), target);
            }
        }
    }

    public static void Compare<T, TOp>(Broadcast walk, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y)
        where T : struct
        where TOp : IComparison<T>
    {
        var row = Rows(walk, out var inner, out var repeatA, out var repeatB);
        var (stepA, stepB) = (repeatA ? 0 : 1, repeatB ? 0 : 1);
        for (var start = 0; start < y.Length; start += inner)
        {
            var (atA, atB) = row.Next();
            for (var i = 0; i < inner; i++)
            {
                y[start + i] = TOp.Test(a[atA + (i * stepA)], b[atB + (i * stepB)]);
            }
        }
    }

    private static RowCounter Rows(Broadcast walk, out int inner, out bool repeatA, out bool repeatB)
    {
        inner = walk.Extents[^1];
        repeatA = walk.StridesA[^1] == 0 && inner > 1;
        repeatB = walk.StridesB[^1] == 0 && inner > 1;
        return new RowCounter(walk);
    }

    /// <summary>Counts through all axes but the last, along with both operands' offsets.</summary>
    private ref struct RowCounter(Broadcast walk)
    {
        private readonly int[] position = walk.Extents.Length > 1 ? new int[walk.Extents.Length - 1] : [];
        private int atA;
        private int atB;

        public (int A, int B) Next()
        {
            var result = (atA, atB);
            for (var axis = position.Length - 1; axis >= 0; axis--)
            {
                atA += walk.StridesA[axis];
                atB += walk.StridesB[axis];
                if (++position[axis] < walk.Extents[axis])
                {
                    break;
                }

                atA -= walk.StridesA[axis] * walk.Extents[axis];
                atB -= walk.StridesB[axis] * walk.Extents[axis];
                position[axis] = 0;
            }

            return result;
        }
    }
}
