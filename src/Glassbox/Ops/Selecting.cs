using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>A part of a tensor: a position or a range along each axis from the first; axes not named stay whole. The same as <c>x[…]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position does not exist.</exception>
    /// <exception cref="ArgumentException">There are more slices than axes.</exception>
    public static Tensor GetItem(Tensor x, params ReadOnlySpan<Slice> slices)
    {
        if (slices.Length > x.Rank)
        {
            throw new ArgumentException($"A tensor of shape {x.Shape} has {x.Rank} axes; received {slices.Length} positions or ranges.", nameof(slices));
        }

        var strides = x.Shape.Strides();
        var extents = x.Shape.ToArray();
        var offset = 0;
        var result = new List<int>();
        for (var axis = 0; axis < x.Rank; axis++)
        {
            if (axis < slices.Length)
            {
                var (start, count, step) = slices[axis].Resolve(extents[axis], axis, x.Shape);
                offset += start * strides[axis];
                extents[axis] = count;
                strides[axis] *= step;
            }

            if (axis >= slices.Length || !slices[axis].IsPosition)
            {
                result.Add(extents[axis]);
            }
        }

        var window = new Window(offset, extents, strides);
        Shape shape = [.. result];
        return IsRun(x, window)
            ? Record("slice", new Tensor(x.Storage.Window(offset, window.Size), shape), (x, dy => WriteWindow(Reshape(dy, [.. extents]), window, x.Shape)))
            : Reshape(ReadWindow(x, window), shape);
    }

    /// <summary>Elements along an axis by their positions: rows by default. Negative positions count from the end, as in NumPy.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="indices">Integers of any shape, which takes the place of the axis; or truth values, one for each position along it.</param>
    /// <param name="axis">Along which axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">A position does not exist.</exception>
    public static Tensor Take(Tensor x, Tensor indices, int axis = 0)
    {
        var along = x.Shape.Axis(axis);
        var positions = indices.DType == DType.Bool ? Positions(indices, x.Shape, along) : InRange(indices, x.Shape[along], x.Shape, along);
        return Record("take", Kernels.Gather(x, positions, along), (x, dy => PutBack(dy, positions, along, x.Shape)));
    }

    /// <summary>A row of zeros with a one at the class, for each integer.</summary>
    /// <param name="x">Integers in [0, numClasses), of any shape. Negative ones give rows of zeros.</param>
    /// <param name="numClasses">The length of a row.</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is too large.</exception>
    public static Tensor OneHot(Tensor x, int numClasses, DType? dtype = null)
    {
        if (x.Size > 0 && Max(x).ToScalar<long>() >= numClasses)
        {
            throw new ArgumentOutOfRangeException(nameof(x), $"OneHot with {numClasses} classes takes integers 0 to {numClasses - 1}; received {Max(x)}.");
        }

        return Cast(Equal(ExpandDims(x.To(DType.Int64), -1), Tensor.Arange(numClasses)), dtype ?? DType.Float32);
    }

    /// <summary>Whether a window shows neighbours only, so that it can be looked at where it is.</summary>
    private static bool IsRun(Tensor x, Window window)
    {
        var expected = 1;
        for (var axis = x.Rank - 1; axis >= 0; axis--)
        {
            if (window.Extents[axis] != 1 && window.Strides[axis] != expected)
            {
                return false;
            }

            expected *= window.Extents[axis];
        }

        return true;
    }

    private static Tensor PutBack(Tensor x, Tensor positions, int axis, Shape shape) =>
        Record("take_gradient", Kernels.ScatterAdd(x, positions, axis, shape), (x, dy => Kernels.Gather(dy, positions, axis)));

    private static Tensor Positions(Tensor mask, Shape shape, int axis)
    {
        if (mask.Rank != 1 || mask.Size != shape[axis])
        {
            throw new ArgumentException($"A mask for axis {axis} of a tensor of shape {shape} needs shape ({shape[axis]},); received {mask.Shape}.", nameof(mask));
        }

        var chosen = new List<long>();
        var values = mask.AsSpan<bool>();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i])
            {
                chosen.Add(i);
            }
        }

        return Tensor.FromSpan<long>(chosen.ToArray());
    }

    private static Tensor InRange(Tensor indices, int extent, Shape shape, int axis)
    {
        if (indices.DType.IsFloating)
        {
            throw new ArgumentException($"Positions are integers; received dtype {indices.DType}.", nameof(indices));
        }

        var positions = indices.To(DType.Int64).ToArray<long>();
        foreach (ref var position in positions.AsSpan())
        {
            if (position < -extent || position >= extent)
            {
                throw new ArgumentOutOfRangeException(nameof(indices), position, $"Position {position} does not exist along axis {axis} of a tensor of shape {shape}.");
            }

            position += position < 0 ? extent : 0;
        }

        return Tensor.FromSpan<long>(positions, indices.Shape);
    }
}
