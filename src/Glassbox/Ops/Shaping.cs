namespace Glassbox;

public static partial class Ops
{
    /// <summary>The same elements under another shape. One extent may be −1: what remains.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor Reshape(Tensor x, Shape newShape)
    {
        var shape = Inferred(x, newShape);
        return shape == x.Shape ? x : Record("reshape", x.View(shape), (x, dy => Reshape(dy, x.Shape)));
    }

    /// <summary>The axes in another order; reversed by default.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axes">Which axis of x becomes the first, the second, and so on.</param>
    /// <exception cref="ArgumentException">The axes are not those of x, each once.</exception>
    public static Tensor Transpose(Tensor x, Axes? axes = null)
    {
        int[] order = axes is null ? [.. Enumerable.Range(0, x.Rank).Reverse()] : [.. Each(axes).Select(axis => x.Shape.Axis(axis, nameof(axes)))];
        if (order.Length != x.Rank || order.Distinct().Count() != x.Rank)
        {
            throw new ArgumentException($"Transpose needs each of the {x.Rank} axes of {x.Shape} once; received [{string.Join(", ", order)}].", nameof(axes));
        }

        var back = Axes.Create([.. Enumerable.Range(0, x.Rank).Select(axis => Array.IndexOf(order, axis))]);
        return Record("transpose", Kernels.Permute(x, order), (x, dy => Transpose(dy, back)));
    }

    /// <summary>Adds an axis of extent 1, such that it becomes the given one of the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The result has no such axis.</exception>
    public static Tensor ExpandDims(Tensor x, int axis)
    {
        var counted = axis < 0 ? axis + x.Rank + 1 : axis;
        return (uint)counted <= (uint)x.Rank
            ? Reshape(x, [.. x.Shape.AsSpan()[..counted], 1, .. x.Shape.AsSpan()[counted..]])
            : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"A tensor of shape {x.Shape} can get a new axis {-x.Rank - 1} to {x.Rank}.");
    }

    /// <summary>Removes axes of extent 1: the given ones, or all.</summary>
    /// <exception cref="ArgumentException">A given axis has another extent.</exception>
    public static Tensor Squeeze(Tensor x, Axes? axis = null)
    {
        int[] axes = axis is null ? [.. Enumerable.Range(0, x.Rank).Where(a => x.Shape[a] == 1)] : Axes.Of(axis, x.Shape);
        return axes.FirstOrDefault(a => x.Shape[a] != 1, -1) is var wrong and >= 0
            ? throw new ArgumentException($"Only axes of extent 1 can be squeezed; axis {wrong} of {x.Shape} has extent {x.Shape[wrong]}.", nameof(axis))
            : Drop(x, axes);
    }

    /// <summary>Repeats axes of extent 1, and adds axes in front, to get to a shape.</summary>
    /// <exception cref="ArgumentException">The tensor does not broadcast to the shape.</exception>
    public static Tensor BroadcastTo(Tensor x, Shape shape)
    {
        if (x.Shape == shape)
        {
            return x;
        }

        return x.Rank <= shape.Rank && Broadcasting.Result(x.Shape, shape) == shape
            ? Record("broadcast_to", Kernels.BroadcastTo(x, shape), (x, dy => SumTo(dy, x.Shape)))
            : throw new ArgumentException($"A tensor of shape {x.Shape} does not broadcast to {shape}.", nameof(shape));
    }

    /// <summary>Converts the elements: floats to integers by cutting off the fraction, anything to bool by comparison with zero.</summary>
    public static Tensor Cast(Tensor x, DType dtype)
    {
        if (x.DType == dtype)
        {
            return x;
        }

        var y = x.To(dtype);
        return x.DType.IsFloating && dtype.IsFloating ? Record("cast", y, (x, dy => Cast(dy, x.DType))) : y;
    }

    /// <summary>Zeros of the shape and type of x.</summary>
    public static Tensor ZerosLike(Tensor x) => Tensor.Zeros(x.Shape, x.DType);

    /// <summary>Ones of the shape and type of x.</summary>
    public static Tensor OnesLike(Tensor x) => Tensor.Ones(x.Shape, x.DType);

    /// <summary>The same values, but a constant for the gradient.</summary>
    public static Tensor StopGradient(Tensor x) => x.View(x.Shape);

    private static Shape Inferred(Tensor x, Shape shape)
    {
        if (shape.IsKnown && ExtentMath.Count(shape.AsSpan()) == x.Size)
        {
            return shape;
        }

        if (shape.Count(extent => extent == Shape.Unknown) == 1)
        {
            var known = ExtentMath.Count(shape.AsSpan());
            if (known > 0 && x.Size % known == 0)
            {
                return [.. shape.Select(extent => extent == Shape.Unknown ? (int)(x.Size / known) : extent)];
            }
        }

        throw new ArgumentException(
            $"A tensor of shape {x.Shape} has {x.Size} elements and cannot be reshaped to {shape.ToString().Replace("None", "-1", StringComparison.Ordinal)}. " +
            "The extents must multiply to the same number; one of them may be -1.", nameof(shape));
    }

    private static IEnumerable<int> Each(Axes axes)
    {
        foreach (var axis in axes)
        {
            yield return axis;
        }
    }
}
