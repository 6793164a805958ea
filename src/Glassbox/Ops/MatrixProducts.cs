using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>
    /// The matrix product. Leading axes are batch axes, which broadcast; a vector counts as a row on the left and as a column on the right.
    /// </summary>
    /// <exception cref="ArgumentException">An operand is a scalar, or the shapes do not fit.</exception>
    public static Tensor MatMul(Tensor a, Tensor b) => Run<MatMulOp>(a, b);

    /// <summary>
    /// NumPy's dot: <see cref="MatMul"/> for vectors and matrices, <see cref="Multiply"/> for scalars, and for higher ranks the sum over
    /// the last axis of a and the second to last of b.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Dot(Tensor a, Tensor b) => Run<DotOp>(a, b);

    /// <summary>relu?(x·kernel + bias) along the last axis.</summary>
    /// <param name="x">[.., inputs].</param>
    /// <param name="kernel">[inputs, units], of the type of x.</param>
    /// <param name="bias">[units], or null.</param>
    /// <param name="relu">Whether relu is applied, in the epilogue of the matrix product.</param>
    internal static Tensor Dense(Tensor x, Tensor kernel, Tensor? bias, bool relu = false)
    {
        var rows = x.Rank == 2 ? x : Reshape(x, [-1, x.Shape[^1]]);
        var y = relu ? Run<DenseReluOp>(rows, kernel, bias) : Run<DenseOp>(rows, kernel, bias);
        return x.Rank == 2 ? y : Reshape(y, [.. x.Shape.AsSpan()[..^1], kernel.Shape[1]]);
    }

    /// <summary>The product of matrices or of batches of matrices, each optionally transposed.</summary>
    internal static Tensor Product(Tensor a, Tensor b, bool transposeA, bool transposeB) =>
        new ProductOp(transposeA, transposeB).Apply(a, b);
}

internal sealed record MatMulOp : ComposedOperation
{
    public override string Name => "Matmul";

    public override Tensor Define(ReadOnlySpan<Tensor?> inputs)
    {
        var (a, b) = (inputs[0]!, inputs[1]!);
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw new ArgumentException($"MatMul needs vectors or matrices; received shapes {a.Shape} and {b.Shape}. Multiply by a "
                + "scalar with *.");
        }

        var promoted = Ops.Promote(a.Spec, b.Spec);
        // Narrow integers would overflow; the kernels exist for the wide types only.
        var type = promoted.IsFloating ? promoted : promoted == DType.Int64 ? DType.Int64 : DType.Int32;
        (a, b) = (Ops.Cast(a, type), Ops.Cast(b, type));
        var (left, right) = (a.Rank == 1 ? Ops.ExpandDims(a, 0) : a, b.Rank == 1 ? Ops.ExpandDims(b, 1) : b);
        if (left.Shape[^1] != right.Shape[^2])
        {
            throw new ArgumentException(
                $"The shapes {a.Shape} and {b.Shape} cannot be multiplied: the first has {left.Shape[^1]} columns, the second "
                + $"{right.Shape[^2]} rows. " +
                "They must be equal; transpose one of them?");
        }

        var y = Stacked(left, right);
        y = a.Rank == 1 ? Ops.Squeeze(y, -2) : y;
        return b.Rank == 1 ? Ops.Squeeze(y, -1) : y;
    }

    private static Tensor Stacked(Tensor a, Tensor b)
    {
        if (b.Rank == 2)
        {
            // With a single matrix b, all rows of a form one matrix, so that one GEMM suffices.
            return a.Rank == 2
                ? Ops.Product(a, b, false, false)
                : Ops.Reshape(Ops.Product(Ops.Reshape(a, [-1, a.Shape[^1]]), b, false, false), [.. a.Shape.AsSpan()[..^1], b.Shape[1]]);
        }

        var stack = Broadcasting.Result(Shape.Create(a.Shape.AsSpan()[..^2]), Shape.Create(b.Shape.AsSpan()[..^2]));
        return Ops.Product(
            Ops.BroadcastTo(a, [.. stack, a.Shape[^2], a.Shape[^1]]), Ops.BroadcastTo(b, [.. stack, b.Shape[^2], b.Shape[^1]]), false,
            false);
    }
}

internal sealed record DotOp : ComposedOperation
{
    public override Tensor Define(ReadOnlySpan<Tensor?> inputs)
    {
        var (a, b) = (inputs[0]!, inputs[1]!);
        if (a.Rank == 0 || b.Rank == 0)
        {
            return a * b;
        }

        if (b.Rank <= 2)
        {
            return Ops.MatMul(a, b);
        }

        // Every row of a with every column of b: [.., k]·[.., k, n] → [.., .., n].
        var depth = b.Shape[^2];
        var columns = Ops.Transpose(b, Axes.Create([b.Rank - 2, .. Enumerable.Range(0, b.Rank - 2), b.Rank - 1]));
        var product = Ops.MatMul(a, Ops.Reshape(columns, [depth, -1]));
        return Ops.Reshape(product, [.. a.Shape.AsSpan()[..^1], .. b.Shape.AsSpan()[..^2], b.Shape[^1]]);
    }
}

/// <summary>op(a)·op(b) of matrices or batches of matrices, where op optionally transposes.</summary>
internal sealed record ProductOp(bool TransposeA, bool TransposeB) : Operation
{
    public override string Name => "Matmul";

    public override string Formula => "a·b";

    public override OperationKind Kind => OperationKind.WeightedSum;

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (a, b) = (inputs[0].Shape, inputs[1].Shape);
        return inputs[0].With([.. a.AsSpan()[..^2], TransposeA ? a[^1] : a[^2], TransposeB ? b[^2] : b[^1]]);
    }

    // With y = a·b: da = dy·bᵀ and db = aᵀ·dy; the gradient of a transposed operand is transposed.
    public override void Backpropagate(BackwardStep step)
    {
        var (dy, a, b) = (step.Dy, step[0], step[1]);
        if (step.Wants(0))
        {
            step.Give(0, TransposeA ? Ops.Product(b, dy, TransposeB, true) : Ops.Product(dy, b, false, !TransposeB));
        }

        if (step.Wants(1))
        {
            step.Give(1, TransposeB ? Ops.Product(dy, a, true, TransposeA) : Ops.Product(a, dy, !TransposeA, false));
        }
    }

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var (a, b) = (inputs[0]!, inputs[1]!);
        var (m, k, n) = (y.Shape[^2], TransposeA ? a.Shape[^2] : a.Shape[^1], y.Shape[^1]);
        var count = Shape.Create(a.Shape.AsSpan()[..^2]).Size;
        device.MatMul(TransposeA, TransposeB, count, m, n, k, a.Storage, b.Storage, null, y.Storage, relu: false);
        return null;
    }
}

/// <summary>x·kernel + bias, row by row.</summary>
internal abstract record DenseProduct(bool Relu) : Operation
{
    public sealed override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0].With([inputs[0].Shape[0], inputs[1].Shape[1]]);

    public sealed override void Backpropagate(BackwardStep step)
    {
        var dy = Relu ? Ops.WherePositive(step.Dy, step.Output) : step.Dy;
        if (step.Wants(0))
        {
            step.Give(0, Ops.Product(dy, step[1], false, true));
        }

        if (step.Wants(1))
        {
            step.Give(1, Ops.Product(step[0], dy, true, false));
        }

        if (step.Optional(2) is not null && step.Wants(2))
        {
            step.Give(2, Ops.Sum(dy, 0));
        }
    }

    private protected sealed override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var (x, kernel, bias) = (inputs[0]!, inputs[1]!, inputs[2]);
        device.MatMul(
            false, false, 1, x.Shape[0], kernel.Shape[1], kernel.Shape[0], x.Storage, kernel.Storage, bias?.Storage, y.Storage, Relu);
        return null;
    }
}

internal sealed record DenseOp() : DenseProduct(Relu: false)
{
    public override OperationKind Kind => OperationKind.WeightedSum;

    public override string Formula => "x·kernel + bias";
}

internal sealed record DenseReluOp() : DenseProduct(Relu: true)
{
    public override bool IsFused => true;

    public override Tensor Define(ReadOnlySpan<Tensor?> inputs) => Ops.Relu(Ops.Run<DenseOp>(inputs));
}
