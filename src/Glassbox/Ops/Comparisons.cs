using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>a = b, element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Equal(Tensor a, Tensor b) => Run<EqualOp>(a, b);

    /// <summary>a ≠ b, element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor NotEqual(Tensor a, Tensor b) => Run<NotEqualOp>(a, b);

    /// <summary>a &lt; b, element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Less(Tensor a, Tensor b) => Run<LessOp>(a, b);

    /// <summary>a ≤ b, element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor LessEqual(Tensor a, Tensor b) => Run<LessEqualOp>(a, b);

    /// <summary>a &gt; b, element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Greater(Tensor a, Tensor b) => Run<GreaterOp>(a, b);

    /// <summary>a ≥ b, element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor GreaterEqual(Tensor a, Tensor b) => Run<GreaterEqualOp>(a, b);

    /// <summary>Logical and (nonzero counts as true), element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor LogicalAnd(Tensor a, Tensor b) => Run<LogicalAndOp>(a, b);

    /// <summary>Logical or (nonzero counts as true), element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor LogicalOr(Tensor a, Tensor b) => Run<LogicalOrOp>(a, b);

    /// <summary>Logical exclusive or (nonzero counts as true), element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor LogicalXor(Tensor a, Tensor b) => Run<LogicalXorOp>(a, b);

    /// <summary>Logical not: whether an element is false or zero.</summary>
    public static Tensor LogicalNot(Tensor x) => Run<LogicalNotOp>(x);

    /// <summary>Whether an element is NaN.</summary>
    public static Tensor IsNaN(Tensor x) => Run<IsNaNOp>(x);

    /// <summary>Whether an element is neither infinite nor NaN.</summary>
    public static Tensor IsFinite(Tensor x) => Run<IsFiniteOp>(x);

    /// <summary>Selects elements of a where the condition is true (or nonzero), else of b, with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b) => Run<WhereOp>(condition, a, b);

    /// <summary>Whether all elements satisfy |a − b| ≤ atol + rtol · |b|.</summary>
    /// <param name="a">A tensor.</param>
    /// <param name="b">The reference.</param>
    /// <param name="rtol">The relative tolerance.</param>
    /// <param name="atol">The absolute tolerance.</param>
    /// <param name="equalNan">Whether NaN counts as equal to NaN.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidOperationException">A tensor is symbolic and has no values.</exception>
    /// <remarks>Source: <see href="https://numpy.org/doc/stable/reference/generated/numpy.allclose.html"/>.</remarks>
    public static bool AllClose(Tensor a, Tensor b, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false)
    {
        // Throws for symbolic tensors, which have no values.
        _ = (a.Storage, b.Storage);
        (a, b) = (a.To(DType.Float64), b.To(DType.Float64));
        var close = (a == b) | (IsFinite(b) & (Abs(a - b) <= (Abs(b) * rtol) + atol));
        return (bool)All(equalNan ? close | (IsNaN(a) & IsNaN(b)) : close);
    }
}

internal sealed record EqualOp() : Comparison(CompareOp.Equal);

internal sealed record NotEqualOp() : Comparison(CompareOp.NotEqual);

internal sealed record LessOp() : Comparison(CompareOp.Less);

internal sealed record LessEqualOp() : Comparison(CompareOp.LessEqual);

internal sealed record GreaterOp() : Comparison(CompareOp.Greater);

internal sealed record GreaterEqualOp() : Comparison(CompareOp.GreaterEqual);

/// <summary>A function of two booleans.</summary>
internal abstract record LogicalFunction(BinaryOp Kernel) : Arithmetic(Kernel)
{
    public sealed override bool IsDifferentiable => false;

    protected sealed override DType Takes(DType promoted) => DType.Bool;
}

internal sealed record LogicalAndOp() : LogicalFunction(BinaryOp.Minimum);

internal sealed record LogicalOrOp() : LogicalFunction(BinaryOp.Maximum);

internal sealed record LogicalXorOp : ComposedOperation
{
    public override Tensor Define(ReadOnlySpan<Tensor?> inputs) => Ops.Cast(inputs[0]!, DType.Bool) != Ops.Cast(inputs[1]!, DType.Bool);
}

internal sealed record LogicalNotOp : ComposedFunction
{
    protected override Tensor Define(Tensor x) => Ops.Cast(x, DType.Bool) == false;
}

internal sealed record IsNaNOp : ComposedFunction
{
    public override string Name => "Isnan";

    protected override Tensor Define(Tensor x) => Ops.NotEqual(x, x);
}

internal sealed record IsFiniteOp : ComposedFunction
{
    public override string Name => "Isfinite";

    protected override Tensor Define(Tensor x) => x.DType.IsFloating
        ? Ops.Abs(x) <= (x.DType == DType.Float32 ? float.MaxValue : double.MaxValue)
        : Ops.Cast(Ops.OnesLike(x), DType.Bool);
}

internal sealed record WhereOp : Operation
{
    public override string Formula => "x or y, by a condition";

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => new(
        Broadcasting.Result(Broadcasting.Result(inputs[0].Shape, inputs[1].Shape), inputs[2].Shape),
        Ops.Promote(inputs[1], inputs[2]),
        inputs[1].IsWeak && inputs[2].IsWeak);

    public override void Backpropagate(BackwardStep step)
    {
        var condition = step[0];
        if (step.Wants(1))
        {
            step.Give(1, Ops.SumTo(Ops.Where(condition, step.Dy, 0), step[1].Shape));
        }

        if (step.Wants(2))
        {
            step.Give(2, Ops.SumTo(Ops.Where(condition, 0, step.Dy), step[2].Shape));
        }
    }

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var (condition, a, b) = (inputs[0]!, inputs[1]!, inputs[2]!);
        var spec = Infer([condition.Spec, a.Spec, b.Spec]);
        condition = Ops.BroadcastTo(Ops.Cast(condition, DType.Bool), spec.Shape);
        (a, b) = (Ops.Cast(a, spec.DType), Ops.Cast(b, spec.DType));
        var y = Tensor.Allocate(spec, spec.IsWeak);
        Device.Current.Select(condition.Storage, Ops.BroadcastTo(a, spec.Shape).Storage, Ops.BroadcastTo(b, spec.Shape).Storage, y.Storage);
        return Finish(y, [condition, a, b]);
    }
}
