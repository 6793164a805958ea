using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>The sum over all elements or along axes. Integers and truth values are added as int64.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">Which axes go; all by default.</param>
    /// <param name="keepdims">Whether they stay with extent 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An axis does not exist.</exception>
    public static Tensor Sum(Tensor x, Axes? axis = null, bool keepdims = false)
    {
        var axes = Axes.Of(axis, x.Shape);
        var y = Kernels.Reduce(ReduceOp.Sum, x, axes, x.DType.IsFloating ? x.DType : DType.Int64);
        y = x.DType.IsFloating ? Record("sum", y, (x, dy => BroadcastTo(dy, x.Shape))) : y;
        return keepdims ? y : Drop(y, axes);
    }

    /// <summary>The mean over all elements or along axes. Integers and truth values give float64; of no elements it is NaN.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Mean(Tensor x, Axes? axis = null, bool keepdims = false)
    {
        var axes = Axes.Of(axis, x.Shape);
        var sum = Kernels.Reduce(ReduceOp.Sum, x, axes, x.DType.IsFloating ? x.DType : DType.Float64);
        var count = Tensor.Number(sum.Size == 0 ? 0 : x.Size / sum.Size, sum.DType);
        var y = Kernels.Binary(BinaryOp.Divide, sum, count);
        y = x.DType.IsFloating ? Record("mean", y, (x, dy => BroadcastTo(dy / count, x.Shape))) : y;
        return keepdims ? y : Drop(y, axes);
    }

    /// <summary>The mean squared distance from the mean, over all elements or along axes (the population variance, as NumPy's with ddof 0).</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Var(Tensor x, Axes? axis = null, bool keepdims = false) =>
        Mean(Square(Floating(x) - Mean(Floating(x), axis, keepdims: true)), axis, keepdims);

    /// <summary>The standard deviation over all elements or along axes: the root of <see cref="Var"/>.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Std(Tensor x, Axes? axis = null, bool keepdims = false) => Sqrt(Var(x, axis, keepdims));

    /// <summary>The largest element, over all or along axes; NaN if there is one. Equal largest elements share the gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An axis does not exist.</exception>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Max(Tensor x, Axes? axis = null, bool keepdims = false) => Extreme("max", ReduceOp.Max, x, axis, keepdims);

    /// <summary>The smallest element, over all or along axes; NaN if there is one. Equal smallest elements share the gradient.</summary>
    /// <inheritdoc cref="Max"/>
    public static Tensor Min(Tensor x, Axes? axis = null, bool keepdims = false) => Extreme("min", ReduceOp.Min, x, axis, keepdims);

    /// <summary>The position of the first largest element, as int64: along an axis, or in the flattened tensor.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">Along which axis; by default over all elements in row-major order.</param>
    /// <exception cref="ArgumentException">There are no elements.</exception>
    public static Tensor ArgMax(Tensor x, int? axis = null) => ArgExtreme("argmax", true, x, axis);

    /// <summary>The position of the first smallest element, as int64: along an axis, or in the flattened tensor.</summary>
    /// <inheritdoc cref="ArgMax"/>
    public static Tensor ArgMin(Tensor x, int? axis = null) => ArgExtreme("argmin", false, x, axis);

    /// <summary>Whether any element is true (not zero), over all or along axes.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor Any(Tensor x, Axes? axis = null, bool keepdims = false) => Sum(x.To(DType.Bool), axis, keepdims) > 0;

    /// <summary>Whether all elements are true (not zero), over all or along axes.</summary>
    /// <inheritdoc cref="Sum"/>
    public static Tensor All(Tensor x, Axes? axis = null, bool keepdims = false) => LogicalNot(Any(LogicalNot(x), axis, keepdims));

    private static Tensor Extreme(string name, ReduceOp op, Tensor x, Axes? axis, bool keepdims)
    {
        var axes = Axes.Of(axis, x.Shape);
        if (axes.Any(a => x.Shape[a] == 0))
        {
            throw new ArgumentException($"'{name}' of no elements is undefined; received shape {x.Shape}.", nameof(x));
        }

        var y = Kernels.Reduce(op, x, axes, x.DType);
        if (x.DType.IsFloating)
        {
            Record(name, y, (x, Shared));
        }

        return keepdims ? y : Drop(y, axes);

        Tensor Shared(Tensor dy)
        {
            var isExtreme = Cast(Equal(x, y), dy.DType);
            return dy * isExtreme / Sum(isExtreme, Axes.Create(axes), keepdims: true);
        }
    }

    private static Tensor ArgExtreme(string name, bool largest, Tensor x, int? axis)
    {
        var along = axis is { } given ? x : x.View([x.Size]);
        var counted = along.Shape.Axis(axis ?? 0);
        return along.Shape[counted] > 0
            ? Kernels.ArgExtreme(largest, along, counted)
            : throw new ArgumentException($"'{name}' of no elements is undefined; received shape {x.Shape}.", nameof(x));
    }

    /// <summary>Removes axes of extent 1.</summary>
    private static Tensor Drop(Tensor x, int[] axes) => axes.Length == 0 ? x : Reshape(x, x.Shape.Without(axes));
}
