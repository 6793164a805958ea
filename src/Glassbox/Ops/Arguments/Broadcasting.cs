using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// NumPy broadcasting: shapes are aligned at their last axes, and an axis of size 1 is repeated to match the other operand.
/// </summary>
/// <remarks>Source: <see href="https://numpy.org/doc/stable/user/basics.broadcasting.html"/>.</remarks>
internal static class Broadcasting
{
    private static readonly int[] One = [1];

    /// <summary>The broadcast shape.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Shape Result(Shape a, Shape b)
    {
        if (a == b)
        {
            return a;
        }

        var extents = new int[Math.Max(a.Rank, b.Rank)];
        for (var axis = 1; axis <= extents.Length; axis++)
        {
            var (first, second) = (axis <= a.Rank ? a[^axis] : 1, axis <= b.Rank ? b[^axis] : 1);
            extents[^axis] = first == second || second == 1 ? first : first == 1 ? second : throw new ArgumentException(
                $"The shapes {a} and {b} do not broadcast: aligned at the last axis, {first} meets {second}, and neither is 1. Reshape "
                + "or transpose one of them.");
        }

        return Shape.Create(extents);
    }

    /// <summary>The broadcast shape and the strides of both operands.</summary>
    public static (Shape Shape, Broadcast Walk) Plan(Shape a, Shape b)
    {
        if (a == b)
        {
            return (a, new Broadcast([a.Size], One, One));
        }

        var shape = Result(a, b);
        return (shape, Merge(shape, Strides(a, shape), Strides(b, shape)));
    }

    /// <summary>An operand's strides within the result: zero along broadcast axes.</summary>
    public static int[] Strides(Shape operand, Shape result)
    {
        var own = operand.Strides();
        var strides = new int[result.Rank];
        for (var axis = 1; axis <= operand.Rank; axis++)
        {
            strides[^axis] = operand[^axis] == 1 ? 0 : own[^axis];
        }

        return strides;
    }

    /// <summary>The axes along which an operand was broadcast.</summary>
    public static int[] RepeatedAxes(Shape operand, Shape result) =>
        [.. Enumerable.Range(0, result.Rank).Where(axis =>
            axis < result.Rank - operand.Rank || (operand[axis - result.Rank + operand.Rank] == 1 && result[axis] != 1))];

    /// <summary>Merges adjacent axes that are contiguous in both operands and drops axes of size 1.</summary>
    private static Broadcast Merge(Shape shape, int[] stridesA, int[] stridesB)
    {
        var extents = new List<int>();
        var (a, b) = (new List<int>(), new List<int>());
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            var extent = shape[axis];
            if (extent == 1)
            {
                continue;
            }

            if (extents.Count > 0 && stridesA[axis] == a[^1] * extents[^1] && stridesB[axis] == b[^1] * extents[^1])
            {
                extents[^1] *= extent;
                continue;
            }

            extents.Add(extent);
            a.Add(stridesA[axis]);
            b.Add(stridesB[axis]);
        }

        if (extents.Count == 0)
        {
            return new Broadcast(One, One, One);
        }

        extents.Reverse();
        a.Reverse();
        b.Reverse();
        return new Broadcast([.. extents], [.. a], [.. b]);
    }
}
