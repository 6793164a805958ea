using Glassbox.Backends;

namespace Glassbox;

/// <summary>Strided views for kernels: the windows of slices, transpositions and broadcasts, and shapes flattened around an axis.</summary>
internal static class StridedAccess
{
    /// <summary>The broadcast of x to a shape.</summary>
    public static Window Broadcast(Shape x, Shape shape) => new(0, shape.ToArray(), Broadcasting.Strides(x, shape));

    /// <summary>The axes permuted.</summary>
    public static Window Permuted(Shape x, int[] order)
    {
        var strides = x.Strides();
        return new(0, [.. order.Select(axis => x[axis])], [.. order.Select(axis => strides[axis])]);
    }

    /// <summary>Whether a window is contiguous in row-major order.</summary>
    public static bool IsRun(Window window)
    {
        var expected = 1;
        for (var axis = window.Extents.Length - 1; axis >= 0; axis--)
        {
            if (window.Extents[axis] != 1 && window.Strides[axis] != expected)
            {
                return false;
            }

            expected *= window.Extents[axis];
        }

        return true;
    }

    /// <summary>A shape flattened to [outer, axis, inner] around one axis.</summary>
    public static (int Outer, int Extent, int Inner) Around(Shape shape, int axis) =>
        (Shape.Create(shape.AsSpan()[..axis]).Size, shape[axis], Shape.Create(shape.AsSpan()[(axis + 1)..]).Size);

    /// <summary>
    /// A tensor as [outer, reduced, inner] around ascending non-negative axes; these are transposed to the end unless they are adjacent.
    /// </summary>
    public static (Storage X, int Outer, int Reduced, int Inner) Gathered(IBackend device, Storage x, Shape shape, int[] axes)
    {
        var reduced = 1;
        foreach (var axis in axes)
        {
            reduced *= shape[axis];
        }

        if (axes.Length == 0 || axes[^1] - axes[0] == axes.Length - 1)
        {
            var first = axes is [var start, ..] ? start : shape.Rank;
            var outer = Shape.Create(shape.AsSpan()[..first]).Size;
            return (x, outer, reduced, Shape.Create(shape.AsSpan()[(first + axes.Length)..]).Size);
        }

        int[] order = [.. Enumerable.Range(0, shape.Rank).Except(axes), .. axes];
        var together = device.Allocate(x.DType, x.Length);
        device.Read(x, Permuted(shape, order), together);
        return (together, reduced == 0 ? shape.Replaced(axes, 1).Size : x.Length / reduced, reduced, 1);
    }
}
