using Glassbox.Backends;

namespace Glassbox;

/// <summary>An element-wise operation on two tensors with broadcasting and type promotion.</summary>
internal abstract record BinaryOperation : Operation
{
    public override OperationKind Kind => OperationKind.Other;

    public sealed override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        return new(Broadcasting.Result(a.Shape, b.Shape), Gives(Takes(Promoted(a, b))), a.IsWeak && b.IsWeak);
    }

    public override void Backpropagate(BackwardStep step)
    {
        var (a, b) = (step[0], step[1]);
        if (step.Wants(0))
        {
            step.Give(0, Ops.SumTo(GradientOfA(step.Dy, a, b, step.Output), a.Shape));
        }

        if (step.Wants(1))
        {
            step.Give(1, Ops.SumTo(GradientOfB(step.Dy, a, b, step.Output), b.Shape));
        }
    }

    /// <summary>The promoted type of both inputs.</summary>
    private protected virtual DType Promoted(TensorSpec a, TensorSpec b) => Ops.Promote(a, b);

    /// <summary>The type the kernel runs in, from the promoted type.</summary>
    protected virtual DType Takes(DType promoted) => promoted;

    /// <summary>The result type for the kernel's input type.</summary>
    protected virtual DType Gives(DType taken) => taken;

    protected abstract void Compute(IBackend device, Broadcast walk, Storage a, Storage b, Storage y);

    protected virtual Tensor GradientOfA(Tensor dy, Tensor a, Tensor b, Tensor y) =>
        throw new NotSupportedException($"The operation {Name} has no gradient.");

    protected virtual Tensor GradientOfB(Tensor dy, Tensor a, Tensor b, Tensor y) =>
        throw new NotSupportedException($"The operation {Name} has no gradient.");

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var (a, b) = (inputs[0]!, inputs[1]!);
        var isWeak = a.IsWeak && b.IsWeak;
        var type = Takes(Promoted(a.Spec, b.Spec));
        (a, b) = (Ops.Cast(a, type), Ops.Cast(b, type));
        var (shape, walk) = Broadcasting.Plan(a.Shape, b.Shape);
        var y = Tensor.Allocate(new(shape, Gives(type)), isWeak);
        if (y.Size > 0)
        {
            Compute(Device.Current, walk, a.Storage, b.Storage, y.Storage);
        }

        return Finish(y, [a, b]);
    }
}

/// <summary>An element-wise function of two operands.</summary>
internal abstract record Arithmetic(BinaryOp Kernel) : BinaryOperation
{
    protected override void Compute(IBackend device, Broadcast walk, Storage a, Storage b, Storage y) =>
        device.Binary(Kernel, walk, a, b, y);
}

/// <summary>An element-wise comparison of two operands.</summary>
internal abstract record Comparison(CompareOp Kernel) : BinaryOperation
{
    public sealed override bool IsDifferentiable => false;

    // float32 does not represent all integers that float64 does, and the result is boolean in any case.
    private protected sealed override DType Promoted(TensorSpec a, TensorSpec b) =>
        Ops.Promote(a, b) is var type && type == DType.Float32 && !(a.DType.IsFloating && b.DType.IsFloating) ? DType.Float64 : type;

    protected sealed override DType Gives(DType taken) => DType.Bool;

    protected sealed override void Compute(IBackend device, Broadcast walk, Storage a, Storage b, Storage y) =>
        device.Compare(Kernel, walk, a, b, y);
}
