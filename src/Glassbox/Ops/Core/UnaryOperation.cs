using Glassbox.Backends;

namespace Glassbox;

/// <summary>An operation with a kernel on one tensor.</summary>
internal abstract record UnaryOperation : Operation
{
    public sealed override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => Infer(inputs[0].As(Takes(inputs[0].DType)));

    public sealed override Tensor Define(ReadOnlySpan<Tensor?> inputs) => Define(Ops.Cast(inputs[0]!, Takes(inputs[0]!.DType)));

    public override void Backpropagate(BackwardStep step) => step.Give(0, Gradient(step.Dy, step[0], step.Output));

    /// <summary>The type the kernel runs in, from the input's type.</summary>
    protected virtual DType Takes(DType given) => given;

    /// <summary>The shape and type of the result for an input of the kernel's type.</summary>
    protected virtual TensorSpec Infer(TensorSpec x) => x;

    protected virtual Tensor Define(Tensor x) => base.Define([x]);

    /// <summary>The gradient of the input, from the gradient of the result.</summary>
    protected virtual Tensor Gradient(Tensor dy, Tensor x, Tensor y) =>
        throw new NotSupportedException($"The operation {Name} has no gradient.");

    protected abstract void Compute(IBackend device, Storage x, Storage y);

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var x = Ops.Cast(inputs[0]!, Takes(inputs[0]!.DType));
        var spec = Infer(inputs[0]!.Spec.As(x.DType));
        var y = Tensor.Allocate(spec, spec.IsWeak);
        if (y.Size > 0)
        {
            Compute(Device.Current, x.Storage, y.Storage);
        }

        return Finish(y, [x]);
    }
}

/// <summary>A function applied to each element.</summary>
internal abstract record ElementFunction(UnaryOp Kernel) : UnaryOperation
{
    public override OperationKind Kind => OperationKind.ElementWise;

    protected override DType Takes(DType given) => given != DType.Bool
        ? given
        : throw new ArgumentException($"'{Name}' needs numbers; received a bool tensor. Cast it first.");

    protected override void Compute(IBackend device, Storage x, Storage y) => device.Unary(Kernel, x, y);
}

/// <summary>An element-wise function with floating-point results: integers and booleans are converted to float64, as in NumPy.</summary>
internal abstract record FloatFunction(UnaryOp Kernel) : ElementFunction(Kernel)
{
    protected sealed override DType Takes(DType given) => Ops.FloatingType(given);
}

/// <summary>An element-wise function whose kernel replaces its definition.</summary>
internal abstract record FusedFunction(UnaryOp Kernel) : FloatFunction(Kernel)
{
    public sealed override bool IsFused => true;

    protected abstract override Tensor Define(Tensor x);
}

/// <summary>
/// The gradient of an element-wise function, from the gradient of the result, dy, and the input or the result, b, of the same shape.
/// </summary>
internal abstract record FusedGradient(BinaryOp Kernel) : Operation
{
    public override bool IsFused => true;

    public sealed override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

    public sealed override Tensor Define(ReadOnlySpan<Tensor?> inputs) => Define(inputs[0]!, inputs[1]!);

    protected abstract Tensor Define(Tensor dy, Tensor b);

    private protected sealed override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        device.Binary(Kernel, Broadcasting.Plan(inputs[0]!.Shape, inputs[1]!.Shape).Walk, inputs[0]!.Storage, inputs[1]!.Storage,
            y.Storage);
        return null;
    }
}
