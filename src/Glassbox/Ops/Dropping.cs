using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>
    /// x times a dropout mask of the same shape, in one pass: see <see cref="Tensor.Dropped"/>. One bit per element is kept for the
    /// gradient.
    /// </summary>
    /// <param name="x">float32 or float64.</param>
    /// <param name="key">The key of the mask; equal keys generate equal masks.</param>
    /// <param name="rate">The fraction of elements set to zero.</param>
    internal static Tensor Dropout(Tensor x, ulong key, double rate) => new DropoutOp(key, rate).Apply(x);
}

internal sealed record DropoutOp(ulong Key, double Rate) : Operation
{
    public override bool IsFused => true;

    public override OperationKind Kind => OperationKind.ElementWise;

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

    public override Tensor Define(ReadOnlySpan<Tensor?> inputs) =>
        inputs[0]! * Tensor.Dropped(inputs[0]!.Shape, inputs[0]!.DType, Key, Rate);

    public override void Backpropagate(BackwardStep step) => step.Give(0, new GradientOp(Rate).Apply(step.Dy, step.Saved<Tensor>()));

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var kept = Tensor.Allocate(DType.UInt8, [(int)(((long)y.Size + 7) / 8)]);
        device.Dropout(Key, Rate, inputs[0]!.Storage, kept.Storage, y.Storage);
        return kept;
    }

    /// <summary>dy times the mask; the second input holds one bit per element.</summary>
    private sealed record GradientOp(double Rate) : Operation
    {
        public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

        public override void Backpropagate(BackwardStep step) => step.Give(0, Apply(step.Dy, step[1]));

        private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
        {
            device.DropoutGradient(Rate, inputs[0]!.Storage, inputs[1]!.Storage, y.Storage);
            return null;
        }
    }
}
