namespace Glassbox;

public static partial class Ops
{
    /// <summary>
    /// The matrix product. Tensors of higher rank are stacks of matrices, broadcast against each other; a vector counts as a row on the left and as a column on the right.
    /// </summary>
    /// <exception cref="ArgumentException">The inner extents differ, the stacks do not broadcast, or an operand is a single number.</exception>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw new ArgumentException($"MatMul needs vectors or matrices; received shapes {a.Shape} and {b.Shape}. Multiply by a single number with *.");
        }

        (a, b) = Promote(a, b);
        if (!a.DType.IsFloating)
        {
            // Narrow integers would overflow; the kernels know the wide ones.
            var wide = a.DType == DType.Int64 ? DType.Int64 : DType.Int32;
            (a, b) = (a.To(wide), b.To(wide));
        }

        var (left, right) = (a.Rank == 1 ? ExpandDims(a, 0) : a, b.Rank == 1 ? ExpandDims(b, 1) : b);
        if (left.Shape[^1] != right.Shape[^2])
        {
            throw new ArgumentException(
                $"The shapes {a.Shape} and {b.Shape} cannot be multiplied: the first has {left.Shape[^1]} columns, the second {right.Shape[^2]} rows. They must be equal; transpose one of them?");
        }

        var y = Stacked(left, right);
        y = a.Rank == 1 ? Squeeze(y, -2) : y;
        return b.Rank == 1 ? Squeeze(y, -1) : y;
    }

    /// <summary>NumPy's dot: the inner product of vectors, the product of matrices, multiplication by a single number; otherwise the sum over the last axis of a and the last but one of b.</summary>
    /// <exception cref="ArgumentException">The extents differ.</exception>
    public static Tensor Dot(Tensor a, Tensor b)
    {
        if (a.Rank == 0 || b.Rank == 0)
        {
            return a * b;
        }

        if (b.Rank <= 2)
        {
            return MatMul(a, b);
        }

        // Every row of a with every column of b: [.., k]·[.., k, n] → [.., .., n].
        var depth = b.Shape[^2];
        var columns = Transpose(b, Axes.Create([b.Rank - 2, .. Enumerable.Range(0, b.Rank - 2), b.Rank - 1]));
        var product = MatMul(a, Reshape(columns, [depth, -1]));
        return Reshape(product, [.. a.Shape.AsSpan()[..^1], .. b.Shape.AsSpan()[..^2], b.Shape[^1]]);
    }

    /// <summary>
    /// A dense layer's arithmetic in one go: activation(x·kernel + bias), over the last axis of x. The product's last pass adds the bias and applies relu; the bits are those of
    /// the separate operations. A tape that explains later (<see cref="GradientTape.EveryOperation"/>) gets them separately: "dense" with the value before the activation, then "relu".
    /// </summary>
    /// <param name="x">[…, inputs].</param>
    /// <param name="kernel">[inputs, units].</param>
    /// <param name="bias">[units], or null.</param>
    /// <param name="activation">Applied to the result; none by default.</param>
    internal static Tensor Dense(Tensor x, Tensor kernel, Tensor? bias, ActivationFunction? activation = null)
    {
        var relu = activation == Activations.Relu && !GradientTape.WantsEveryOperation;
        var rows = x.Rank == 2 ? x : Reshape(x, [-1, x.Shape[^1]]);
        var y = Kernels.MatMul(rows, kernel, false, false, bias, relu);
        Func<Tensor, Tensor> inner = relu ? Masked(y) : dy => dy;
        (Tensor, Func<Tensor, Tensor>) input = (rows, dy => Product(inner(dy), kernel, false, true));
        (Tensor, Func<Tensor, Tensor>) weights = (kernel, dy => Product(rows, inner(dy), true, false));
        var name = relu ? "dense_relu" : "dense";
        y = bias is null ? Record(name, y, input, weights) : Record(name, y, input, weights, (bias, dy => Sum(inner(dy), 0)));
        y = x.Rank == 2 ? y : Reshape(y, [.. x.Shape.AsSpan()[..^1], kernel.Shape[1]]);
        return relu || activation is null ? y : activation.Apply(y);
    }

    /// <summary>The gradient before relu from that behind it, computed once for all that ask.</summary>
    private static Func<Tensor, Tensor> Masked(Tensor y)
    {
        Tensor? from = null, masked = null;
        return dy => GradientTape.IsRecording ? WherePositive(dy, y) : ReferenceEquals(dy, from) ? masked! : masked = WherePositive(from = dy, y);
    }

    private static Tensor Stacked(Tensor a, Tensor b)
    {
        if (b.Rank == 2)
        {
            // One matrix for all rows of a, however they are stacked.
            return a.Rank == 2 ? Product(a, b, false, false) : Reshape(Product(Reshape(a, [-1, a.Shape[^1]]), b, false, false), [.. a.Shape.AsSpan()[..^1], b.Shape[1]]);
        }

        var stack = Broadcasting.Result(Shape.Create(a.Shape.AsSpan()[..^2]), Shape.Create(b.Shape.AsSpan()[..^2]));
        return Product(BroadcastTo(a, [.. stack, a.Shape[^2], a.Shape[^1]]), BroadcastTo(b, [.. stack, b.Shape[^2], b.Shape[^1]]), false, false);
    }

    /// <summary>op(a)·op(b), both matrices or equal stacks of them.</summary>
    private static Tensor Product(Tensor a, Tensor b, bool transposeA, bool transposeB) => Record(
        "matmul",
        Kernels.MatMul(a, b, transposeA, transposeB),
        (a, dy => transposeA ? Product(b, dy, transposeB, true) : Product(dy, b, false, !transposeB)),
        (b, dy => transposeB ? Product(dy, a, true, transposeA) : Product(a, dy, !transposeA, false)));
}
