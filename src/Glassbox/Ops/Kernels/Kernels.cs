using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// The operations of the backend on tensors: shapes are worked out, memory is allocated, nothing is recorded. <see cref="Ops"/> adds the gradients.
/// </summary>
internal static partial class Kernels
{
    private static readonly IBackend Backend = Device.Current;

    public static Tensor Unary(UnaryOp op, Tensor x)
    {
        var y = Tensor.Allocate(x.DType, x.Shape);
        Backend.Unary(op, x.Storage, y.Storage);
        return y;
    }

    /// <summary>Both operands have the same element type.</summary>
    public static Tensor Binary(BinaryOp op, Tensor a, Tensor b)
    {
        var (shape, walk) = Broadcasting.Plan(a.Shape, b.Shape);
        var y = Tensor.Allocate(a.DType, shape);
        if (y.Size > 0)
        {
            Backend.Binary(op, walk, a.Storage, b.Storage, y.Storage);
        }

        return y;
    }

    /// <summary>Both operands have the same element type.</summary>
    public static Tensor Compare(CompareOp op, Tensor a, Tensor b)
    {
        var (shape, walk) = Broadcasting.Plan(a.Shape, b.Shape);
        var y = Tensor.Allocate(DType.Bool, shape);
        if (y.Size > 0)
        {
            Backend.Compare(op, walk, a.Storage, b.Storage, y.Storage);
        }

        return y;
    }

    /// <summary>All of the same shape.</summary>
    public static Tensor Select(Tensor condition, Tensor a, Tensor b)
    {
        var y = Tensor.Allocate(a.DType, a.Shape);
        Backend.Select(condition.Storage, a.Storage, b.Storage, y.Storage);
        return y;
    }

    /// <summary>What a window shows, as a dense tensor.</summary>
    public static Tensor Read(Tensor x, Window window, Shape shape)
    {
        var y = Tensor.Allocate(x.DType, shape);
        Backend.Read(x.Storage, Within(window, x), y.Storage);
        return y;
    }

    /// <summary>Zeros of a shape, with x where the window shows.</summary>
    public static Tensor WriteIntoZeros(Tensor x, Window window, Shape shape)
    {
        var y = Tensor.Zeros(shape, x.DType);
        Write(x, y, window);
        return y;
    }

    public static void Write(Tensor x, Tensor y, Window window) => Backend.Write(x.Storage, y.Storage, Within(window, y));

    /// <summary>Repeats axes of extent 1, and adds axes in front, to get to a shape.</summary>
    public static Tensor BroadcastTo(Tensor x, Shape shape)
    {
        ExtentMath.Fit(shape, "A tensor", "the result", "Make an extent smaller.");
        var strides = Broadcasting.Strides(x.Shape, shape);
        return Read(x, new Window(0, shape.ToArray(), strides), shape);
    }

    /// <summary>The axes in another order.</summary>
    public static Tensor Permute(Tensor x, int[] order)
    {
        var strides = x.Shape.Strides();
        int[] extents = [.. order.Select(axis => x.Shape[axis])];
        return Read(x, new Window(0, extents, [.. order.Select(axis => strides[axis])]), [.. extents]);
    }

    /// <summary>Reduces axes (counted from the front, ascending), which stay with extent 1.</summary>
    public static Tensor Reduce(ReduceOp op, Tensor x, int[] axes, DType resultType)
    {
        var y = Tensor.Allocate(resultType, Reduced(x.Shape, axes));
        if (y.Size > 0)
        {
            var (dense, outer, reduced, inner) = Gathered(x, axes);
            Backend.Reduce(op, dense.Storage, outer, reduced, inner, y.Storage);
        }

        return y;
    }

    /// <summary>Where the largest or smallest is along an axis, which goes.</summary>
    public static Tensor ArgExtreme(bool largest, Tensor x, int axis)
    {
        var y = Tensor.Allocate(DType.Int64, [.. x.Shape.AsSpan()[..axis], .. x.Shape.AsSpan()[(axis + 1)..]]);
        if (y.Size > 0)
        {
            var (outer, reduced, inner) = Around(x.Shape, axis);
            Backend.ArgExtreme(largest, x.Storage, outer, reduced, inner, y.Storage);
        }

        return y;
    }

    /// <summary>Elements along an axis by their positions, which are int64 and in range.</summary>
    public static Tensor Gather(Tensor x, Tensor indices, int axis)
    {
        var y = Tensor.Allocate(x.DType, [.. x.Shape.AsSpan()[..axis], .. indices.Shape, .. x.Shape.AsSpan()[(axis + 1)..]]);
        if (y.Size > 0)
        {
            var (outer, extent, inner) = Around(x.Shape, axis);
            Backend.Gather(x.Storage, indices.Storage, outer, extent, inner, y.Storage);
        }

        return y;
    }

    /// <summary>Entries of the first axis in a type of their own; bytes become floats in the same pass.</summary>
    public static Tensor GatherAs(DType dtype, Tensor x, Tensor indices)
    {
        if (x.DType != DType.UInt8 || dtype != DType.Float32)
        {
            return Gather(x, indices, 0).To(dtype);
        }

        var y = Tensor.Allocate(dtype, [.. indices.Shape, .. x.Shape.AsSpan()[1..]]);
        Backend.Gather(x.Storage, indices.Storage, 1, x.Shape[0], y.Size / Math.Max(1, indices.Size), y.Storage);
        return y;
    }

    /// <summary>Zeros of a shape, to which x is added at positions along an axis.</summary>
    public static Tensor ScatterAdd(Tensor x, Tensor indices, int axis, Shape shape)
    {
        var y = Tensor.Zeros(shape, x.DType);
        if (y.Size > 0)
        {
            var (outer, extent, inner) = Around(shape, axis);
            Backend.ScatterAdd(x.Storage, indices.Storage, outer, extent, inner, y.Storage);
        }

        return y;
    }

    /// <summary>The product of matrices, or of equally many stacked matrices, each transposed on request.</summary>
    public static Tensor MatMul(Tensor a, Tensor b, bool transposeA, bool transposeB, Tensor? bias = null, bool relu = false)
    {
        var (m, k) = transposeA ? (a.Shape[^1], a.Shape[^2]) : (a.Shape[^2], a.Shape[^1]);
        var n = transposeB ? b.Shape[^2] : b.Shape[^1];
        if (a.Rank == 2)
        {
            var product = Tensor.Allocate(a.DType, [m, n]);
            Backend.MatMul(transposeA, transposeB, m, n, k, a.Storage, b.Storage, bias?.Storage, product.Storage, relu);
            return product;
        }

        var y = Tensor.Allocate(a.DType, [.. a.Shape.AsSpan()[..^2], m, n]);
        for (var i = 0; i < Shape.Create(a.Shape.AsSpan()[..^2]).Size; i++)
        {
            Backend.MatMul(
                transposeA, transposeB, m, n, k, a.Storage.Window(i * m * k, m * k), b.Storage.Window(i * k * n, k * n), bias?.Storage, y.Storage.Window(i * m * n, m * n), relu);
        }

        return y;
    }

    /// <summary>Softmax along the last axis, or its logarithm.</summary>
    public static Tensor Softmax(Tensor x, bool logarithm)
    {
        var y = Tensor.Allocate(x.DType, x.Shape);
        Backend.Softmax(logarithm, x.Storage, x.Shape[^1], y.Storage);
        return y;
    }

    /// <summary>The gradient of softmax along the last axis, or of its logarithm, from that of its result y.</summary>
    public static Tensor SoftmaxGradient(Tensor dy, Tensor y, bool logarithm)
    {
        var dx = Tensor.Allocate(y.DType, y.Shape);
        Backend.SoftmaxGradient(logarithm, dy.Storage, y.Storage, y.Shape[^1], dx.Storage);
        return dx;
    }

    public static Tensor Crossentropy(Tensor target, Tensor p, double epsilon)
    {
        var y = Tensor.Allocate(p.DType, p.Shape[..^1]);
        Backend.Crossentropy(target.Storage, p.Storage, p.Shape[^1], epsilon, y.Storage);
        return y;
    }

    public static Tensor CrossentropyGradient(Tensor dy, Tensor target, Tensor p, double epsilon)
    {
        var dp = Tensor.Allocate(p.DType, p.Shape);
        Backend.CrossentropyGradient(dy.Storage, target.Storage, p.Storage, p.Shape[^1], epsilon, dp.Storage);
        return dp;
    }

    public static Tensor SoftmaxCrossentropy(Tensor target, Tensor logits)
    {
        var y = Tensor.Allocate(logits.DType, logits.Shape[..^1]);
        Backend.SoftmaxCrossentropy(target.Storage, logits.Storage, logits.Shape[^1], y.Storage);
        return y;
    }

    public static Tensor SoftmaxCrossentropyGradient(Tensor dy, Tensor target, Tensor logits)
    {
        var dx = Tensor.Allocate(logits.DType, logits.Shape);
        Backend.SoftmaxCrossentropyGradient(dy.Storage, target.Storage, logits.Storage, logits.Shape[^1], dx.Storage);
        return dx;
    }

    /// <summary>x times a mask for dropout, and which elements were kept: bytes for eight elements each.</summary>
    public static Tensor Dropout(Tensor x, ulong key, double rate, out Tensor kept)
    {
        var y = Tensor.Allocate(x.DType, x.Shape);
        kept = Tensor.Allocate(DType.UInt8, [(x.Size + 7) / 8]);
        Backend.Dropout(key, rate, x.Storage, kept.Storage, y.Storage);
        return y;
    }

    public static Tensor DropoutGradient(Tensor dy, Tensor kept, double rate)
    {
        var dx = Tensor.Allocate(dy.DType, dy.Shape);
        Backend.DropoutGradient(rate, dy.Storage, kept.Storage, dx.Storage);
        return dx;
    }

    /// <summary>A shape with the given axes' extents set to 1.</summary>
    public static Shape Reduced(Shape shape, int[] axes) => shape.Replaced(axes, 1);

    /// <summary>The window itself, where all that it visits is in a tensor.</summary>
    private static Window Within(Window window, Tensor tensor) => window.End <= tensor.Size
        ? window
        : throw new ArgumentException($"A window that reaches to element {window.End:N0} does not fit a tensor of shape {tensor.Shape}.",
            nameof(window));

    /// <summary>An array around one axis: how much before it, along it, and after it.</summary>
    private static (int Outer, int Extent, int Inner) Around(Shape shape, int axis) =>
        (Shape.Create(shape.AsSpan()[..axis]).Size, shape[axis], Shape.Create(shape.AsSpan()[(axis + 1)..]).Size);

    /// <summary>The tensor as [outer, reduced, inner]; the reduced axes are brought together at the end unless they are neighbours already.</summary>
    private static (Tensor X, int Outer, int Reduced, int Inner) Gathered(Tensor x, int[] axes)
    {
        var reduced = 1;
        foreach (var axis in axes)
        {
            reduced *= x.Shape[axis];
        }

        if (axes.Length == 0 || axes[^1] - axes[0] == axes.Length - 1)
        {
            var first = axes is [var start, ..] ? start : x.Rank;
            var outer = Shape.Create(x.Shape.AsSpan()[..first]).Size;
            return (x, outer, reduced, Shape.Create(x.Shape.AsSpan()[(first + axes.Length)..]).Size);
        }

        int[] order = [.. Enumerable.Range(0, x.Rank).Except(axes), .. axes];
        return (Permute(x, order), reduced == 0 ? Reduced(x.Shape, axes).Size : x.Size / reduced, reduced, 1);
    }
}
