using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>Whether a = b, element by element with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Equal(Tensor a, Tensor b) => Compare(CompareOp.Equal, a, b);

    /// <summary>Whether a ≠ b, element by element with broadcasting.</summary>
    /// <inheritdoc cref="Equal"/>
    public static Tensor NotEqual(Tensor a, Tensor b) => Compare(CompareOp.NotEqual, a, b);

    /// <summary>Whether a &lt; b, element by element with broadcasting.</summary>
    /// <inheritdoc cref="Equal"/>
    public static Tensor Less(Tensor a, Tensor b) => Compare(CompareOp.Less, a, b);

    /// <summary>Whether a ≤ b, element by element with broadcasting.</summary>
    /// <inheritdoc cref="Equal"/>
    public static Tensor LessEqual(Tensor a, Tensor b) => Compare(CompareOp.LessEqual, a, b);

    /// <summary>Whether a &gt; b, element by element with broadcasting.</summary>
    /// <inheritdoc cref="Equal"/>
    public static Tensor Greater(Tensor a, Tensor b) => Compare(CompareOp.Greater, a, b);

    /// <summary>Whether a ≥ b, element by element with broadcasting.</summary>
    /// <inheritdoc cref="Equal"/>
    public static Tensor GreaterEqual(Tensor a, Tensor b) => Compare(CompareOp.GreaterEqual, a, b);

    /// <summary>Whether both are true (not zero), element by element with broadcasting.</summary>
    /// <inheritdoc cref="Equal"/>
    public static Tensor LogicalAnd(Tensor a, Tensor b) => Kernels.Binary(BinaryOp.Minimum, a.To(DType.Bool), b.To(DType.Bool));

    /// <summary>Whether either is true (not zero), element by element with broadcasting.</summary>
    /// <inheritdoc cref="Equal"/>
    public static Tensor LogicalOr(Tensor a, Tensor b) => Kernels.Binary(BinaryOp.Maximum, a.To(DType.Bool), b.To(DType.Bool));

    /// <summary>Whether just one is true (not zero), element by element with broadcasting.</summary>
    /// <inheritdoc cref="Equal"/>
    public static Tensor LogicalXor(Tensor a, Tensor b) => NotEqual(a.To(DType.Bool), b.To(DType.Bool));

    /// <summary>Whether it is false (zero), element by element.</summary>
    public static Tensor LogicalNot(Tensor x) => Equal(x.To(DType.Bool), false);

    /// <summary>Whether it is no number, element by element.</summary>
    public static Tensor IsNaN(Tensor x) => NotEqual(x, x);

    /// <summary>Whether it is neither infinite nor NaN, element by element.</summary>
    public static Tensor IsFinite(Tensor x) => x.DType.IsFloating ? Abs(x) <= (x.DType == DType.Float32 ? float.MaxValue : double.MaxValue) : Tensor.Ones(x.Shape, DType.Bool);

    /// <summary>Elements of a where the condition is true, of b elsewhere, with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b)
    {
        (a, b) = Promote(a, b);
        var shape = Broadcasting.Result(Broadcasting.Result(condition.Shape, a.Shape), b.Shape);
        condition = BroadcastTo(condition.To(DType.Bool), shape);
        (a, b) = (BroadcastTo(a, shape), BroadcastTo(b, shape));
        var y = Kernels.Select(condition, a, b);
        return Record("where", y, (a, dy => Where(condition, dy, ZerosLike(dy))), (b, dy => Where(condition, ZerosLike(dy), dy)));
    }

    /// <summary>Whether all elements are equal within |a − b| ≤ atol + rtol · |b|.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">A tensor whose shape broadcasts with the first's.</param>
    /// <param name="rtol">The relative tolerance.</param>
    /// <param name="atol">The absolute tolerance.</param>
    /// <param name="equalNan">Whether NaN equals NaN.</param>
    /// <remarks>Source: <see href="https://numpy.org/doc/stable/reference/generated/numpy.allclose.html"/>.</remarks>
    public static bool AllClose(Tensor a, Tensor b, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false)
    {
        (a, b) = (a.To(DType.Float64), b.To(DType.Float64));
        var close = LogicalOr(Equal(a, b), Multiply(IsFinite(b), Abs(a - b) <= (Abs(b) * rtol) + atol));
        return (bool)All(equalNan ? LogicalOr(close, Multiply(IsNaN(a), IsNaN(b))) : close);
    }

    private static Tensor Compare(CompareOp op, Tensor a, Tensor b)
    {
        var dtype = DType.Promote(a.DType, b.DType);
        return Kernels.Compare(op, a.To(dtype), b.To(dtype));
    }
}
