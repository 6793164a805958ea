using Glassbox.Backends;

namespace Glassbox;

/// <remarks>gamma · (x − mean) / √(variance + epsilon) + beta and its gradients, each in few passes over memory.</remarks>
public static partial class Ops
{
    /// <summary>
    /// Normalizes each channel of x [.., channels] to mean 0 and variance 1 over all other axes. Also returns the mean and the variance,
    /// which have no gradient.
    /// </summary>
    /// <param name="x">A floating-point tensor with channels last.</param>
    /// <param name="gamma">[channels], or null.</param>
    /// <param name="beta">[channels], or null.</param>
    /// <param name="epsilon">Small constant added to the variance.</param>
    internal static (Tensor Y, Tensor Mean, Tensor Variance) NormalizeBatch(Tensor x, Tensor? gamma, Tensor? beta, double epsilon)
    {
        var (mean, variance) = ColumnMoments(x);
        return (new NormalizeBatchOp(mean, variance, epsilon).Apply(x, gamma, beta), mean, variance);
    }

    /// <summary>Normalizes by a given mean and variance per channel.</summary>
    /// <param name="x">A floating-point tensor with channels last.</param>
    /// <param name="mean">[channels].</param>
    /// <param name="variance">[channels].</param>
    /// <param name="gamma">[channels], or null.</param>
    /// <param name="beta">[channels], or null.</param>
    /// <param name="epsilon">Small constant added to the variance.</param>
    internal static Tensor NormalizeBy(Tensor x, Tensor mean, Tensor variance, Tensor? gamma, Tensor? beta, double epsilon) =>
        new NormalizeByOp(epsilon).Apply(x, mean, variance, gamma, beta);

    /// <summary>Normalizes x to mean 0 and variance 1 over its last axes.</summary>
    /// <param name="x">A floating-point tensor.</param>
    /// <param name="axes">The number of trailing axes to normalize over.</param>
    /// <param name="centered">Whether the mean is subtracted first.</param>
    /// <param name="gamma">With the shape of the trailing axes, or null.</param>
    /// <param name="beta">With the shape of the trailing axes, or null.</param>
    /// <param name="epsilon">Small constant added to the variance.</param>
    internal static Tensor NormalizeLast(Tensor x, int axes, bool centered, Tensor? gamma, Tensor? beta, double epsilon) =>
        new NormalizeLastOp(axes, centered, epsilon).Apply(x, gamma, beta);

    /// <summary>
    /// Normalizes each group of adjacent channels of each sample of x [samples, .., channels] to mean 0 and variance 1 over the group's
    /// channels and all positions.
    /// </summary>
    /// <param name="x">A floating-point tensor with channels last.</param>
    /// <param name="groups">The number of groups, a divisor of the number of channels.</param>
    /// <param name="gamma">[channels], or null.</param>
    /// <param name="beta">[channels], or null.</param>
    /// <param name="epsilon">Small constant added to the variance.</param>
    internal static Tensor NormalizeGroups(Tensor x, int groups, Tensor? gamma, Tensor? beta, double epsilon) =>
        new NormalizeGroupsOp(groups, epsilon).Apply(x, gamma, beta);

    /// <summary>The mean and the population variance of each column of x [.., columns].</summary>
    internal static (Tensor Mean, Tensor Variance) ColumnMoments(Tensor x)
    {
        var spec = x.Spec.With(x.Shape[^1]);
        if (!x.HasValues)
        {
            return (spec.Meta(), spec.Meta());
        }

        var (mean, variance) = (Tensor.Allocate(spec, false), Tensor.Allocate(spec, false));
        Device.Current.ColumnMoments(x.Storage, mean.Storage, variance.Storage);
        return (mean, variance);
    }
}

/// <summary>A normalization of the first input by its own moments, followed by optional scaling by gamma and shifting by beta.</summary>
internal abstract record OwnNormalization : Operation
{
    public sealed override bool IsFused => true;

    public sealed override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

    public sealed override Tensor Define(ReadOnlySpan<Tensor?> inputs)
    {
        var y = Normalized(inputs[0]!);
        y = inputs[1] is { } gamma ? y * gamma : y;
        return inputs[2] is { } beta ? y + beta : y;
    }

    // The kernels compute all gradients in one pass; for higher-order gradients and empty inputs the definition is differentiated.
    public sealed override void Backpropagate(BackwardStep step)
    {
        if (GradientTape.IsRecording || step.Dy.Size == 0)
        {
            step.Replay(this);
            return;
        }

        var (dx, dgamma, dbeta) = Gradients(step.Dy, step[0], step.Optional(1), step);
        step.Give(0, dx);
        if (step.Optional(1) is not null)
        {
            step.Give(1, dgamma);
        }

        if (step.Optional(2) is not null)
        {
            step.Give(2, dbeta);
        }
    }

    /// <summary>The input normalized to mean 0 and variance 1.</summary>
    protected abstract Tensor Normalized(Tensor x);

    protected abstract (Tensor X, Tensor Gamma, Tensor Beta) Gradients(Tensor dy, Tensor x, Tensor? gamma, BackwardStep step);

    /// <summary>(x − mean) / √(variance + epsilon) over axes; without centering the mean counts as zero.</summary>
    protected static Tensor Normalized(Tensor x, Axes axes, bool centered, double epsilon)
    {
        var distance = centered ? x - Ops.Mean(x, axes, keepdims: true) : x;
        return distance / Ops.Sqrt(Ops.Mean(Ops.Square(distance), axes, keepdims: true) + epsilon);
    }

    /// <summary>Allocates result tensors of given specs, for kernels with several results.</summary>
    protected static (Tensor A, Tensor B, Tensor C) Results(TensorSpec a, TensorSpec b, TensorSpec c) =>
        (Tensor.Allocate(a, false), Tensor.Allocate(b, false), Tensor.Allocate(c, false));

    /// <summary>√(variance + epsilon), with the rounding of the single operations.</summary>
    internal static Tensor Deviation(IBackend device, Tensor variance, double epsilon)
    {
        var y = Tensor.Allocate(variance.Spec, false);
        device.Binary(
            BinaryOp.Add, Broadcasting.Plan(variance.Shape, Shape.Scalar).Walk, variance.Storage,
            Tensor.Number(epsilon, variance.DType).Storage, y.Storage);
        device.Unary(UnaryOp.Sqrt, y.Storage, y.Storage);
        return y;
    }
}

/// <summary>Normalization over all axes but the last. The moments, computed by the caller, are those of the input.</summary>
internal sealed record NormalizeBatchOp(Tensor Mean, Tensor Variance, double Epsilon) : OwnNormalization
{
    protected override Tensor Normalized(Tensor x) =>
        (x - new ColumnMomentOp(false).Apply(x)) / Ops.Sqrt(new ColumnMomentOp(true).Apply(x) + Epsilon);

    protected override (Tensor X, Tensor Gamma, Tensor Beta) Gradients(Tensor dy, Tensor x, Tensor? gamma, BackwardStep step)
    {
        var deviation = step.Saved<Tensor>();
        var (dx, dgamma, dbeta) = Results(x.Spec, Mean.Spec, Mean.Spec);
        var device = Device.Current;
        device.NormalizeColumnsSums(dy.Storage, x.Storage, Mean.Storage, deviation.Storage, dgamma.Storage, dbeta.Storage);
        if (step.Wants(0))
        {
            device.NormalizeColumnsGradient(
                dy.Storage, x.Storage, Mean.Storage, deviation.Storage, gamma?.Storage, dgamma.Storage, dbeta.Storage, dx.Storage);
        }

        return (dx, dgamma, dbeta);
    }

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var deviation = Deviation(device, Variance, Epsilon);
        device.NormalizeColumns(inputs[0]!.Storage, Mean.Storage, deviation.Storage, inputs[1]?.Storage, inputs[2]?.Storage, y.Storage);
        return deviation;
    }
}

/// <summary>The mean or the variance of each column of x [.., columns].</summary>
internal sealed record ColumnMomentOp(bool IsVariance) : UnaryOperation
{
    public override string Formula => IsVariance ? "Σ (x − mean)² / n" : "Σ x / n";

    protected override TensorSpec Infer(TensorSpec x) => x.With(x.Shape[^1]);

    // The gradient of a mean of n elements is dy / n for each; that of the variance is 2 · (x − mean) · dy / n.
    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y)
    {
        var count = (double)x.Size / Math.Max(1, y.Size);
        return IsVariance ? (x - new ColumnMomentOp(false).Apply(x)) * (dy * (2 / count)) : Ops.BroadcastTo(dy / count, x.Shape);
    }

    protected override void Compute(IBackend device, Storage x, Storage y)
    {
        var other = device.Allocate(y.DType, y.Length);
        device.ColumnMoments(x, IsVariance ? other : y, IsVariance ? y : other);
    }
}

/// <summary>Normalization over the last axes.</summary>
internal sealed record NormalizeLastOp(int Count, bool Centered, double Epsilon) : OwnNormalization
{
    protected override Tensor Normalized(Tensor x) =>
        Normalized(x, Axes.Create([.. Enumerable.Range(x.Rank - Count, Count)]), Centered, Epsilon);

    protected override (Tensor X, Tensor Gamma, Tensor Beta) Gradients(Tensor dy, Tensor x, Tensor? gamma, BackwardStep step)
    {
        var (mean, deviation) = step.Saved<(Tensor, Tensor)>();
        var weights = x.Spec.With([.. x.Shape.AsSpan()[^Count..]]);
        var (dx, dgamma, dbeta) = Results(x.Spec, weights, weights);
        Device.Current.NormalizeRowsGradient(
            Centered, dy.Storage, x.Storage, mean.Storage, deviation.Storage, gamma?.Storage, dx.Storage, dgamma.Storage, dbeta.Storage);
        return (dx, dgamma, dbeta);
    }

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var x = inputs[0]!;
        var rows = x.Spec.With(Shape.Create(x.Shape.AsSpan()[..^Count]).Size);
        var (mean, deviation) = (Tensor.Allocate(rows, false), Tensor.Allocate(rows, false));
        device.NormalizeRows(Centered, x.Storage, inputs[1]?.Storage, inputs[2]?.Storage, Epsilon, mean.Storage, deviation.Storage,
            y.Storage);
        return (mean, deviation);
    }
}

/// <summary>Normalization over groups of adjacent channels (the last axis) and all positions of a sample.</summary>
internal sealed record NormalizeGroupsOp(int Groups, double Epsilon) : OwnNormalization
{
    protected override Tensor Normalized(Tensor x)
    {
        var grouped = Ops.Reshape(x, [.. x.Shape[..^1], Groups, x.Shape[^1] / Groups]);
        var (mean, variance) = (new GroupMomentOp(Groups, false).Apply(x), new GroupMomentOp(Groups, true).Apply(x));
        return Ops.Reshape((grouped - mean) / Ops.Sqrt(variance + Epsilon), x.Shape);
    }

    protected override (Tensor X, Tensor Gamma, Tensor Beta) Gradients(Tensor dy, Tensor x, Tensor? gamma, BackwardStep step)
    {
        var (mean, deviation) = step.Saved<(Tensor, Tensor)>();
        var weights = x.Spec.With(x.Shape[^1]);
        var (dx, dgamma, dbeta) = Results(x.Spec, weights, weights);
        Device.Current.NormalizeGroupsGradient(
            x.Shape[0], x.Shape[^1], dy.Storage, x.Storage, mean.Storage, deviation.Storage, gamma?.Storage, dx.Storage, dgamma.Storage,
            dbeta.Storage);
        return (dx, dgamma, dbeta);
    }

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var x = inputs[0]!;
        var moments = x.Spec.With([x.Shape[0], Groups]);
        var (mean, deviation) = (Tensor.Allocate(moments, false), Tensor.Allocate(moments, false));
        device.NormalizeGroups(
            x.Shape[0], x.Shape[^1], x.Storage, inputs[1]?.Storage, inputs[2]?.Storage, Epsilon, mean.Storage, deviation.Storage,
            y.Storage);
        return (mean, deviation);
    }

    /// <summary>The mean or the variance of each group of each sample, [samples, 1, .., groups, 1].</summary>
    private sealed record GroupMomentOp(int Groups, bool IsVariance) : UnaryOperation
    {
        public override string Formula => IsVariance ? "Σ (x − mean)² / n" : "Σ x / n";

        protected override TensorSpec Infer(TensorSpec x) => x.With([x.Shape[0], .. Enumerable.Repeat(1, x.Shape.Rank - 2), Groups, 1]);

        // The gradient of a mean of n elements is dy / n for each; that of the variance is 2 · (x − mean) · dy / n.
        protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y)
        {
            Shape grouped = [.. x.Shape[..^1], Groups, x.Shape[^1] / Groups];
            var count = (double)x.Size / Math.Max(1, y.Size);
            return Ops.Reshape(
                IsVariance
                    ? (Ops.Reshape(x, grouped) - new GroupMomentOp(Groups, false).Apply(x)) * (dy * (2 / count))
                    : Ops.BroadcastTo(dy / count, grouped),
                x.Shape);
        }

        protected override void Compute(IBackend device, Storage x, Storage y) => throw new NotSupportedException();

        private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs)
        {
            var x = inputs[0]!;
            var (y, other) = (Tensor.Allocate(Infer(x.Spec), x.IsWeak), Tensor.Allocate(Infer(x.Spec), x.IsWeak));
            var (mean, variance) = IsVariance ? (other, y) : (y, other);
            Device.Current.GroupMoments(x.Shape[0], x.Shape[^1], x.Storage, mean.Storage, variance.Storage);
            return Finish(y, [x]);
        }
    }
}

/// <summary>Normalization by a given mean and variance per channel; inputs x, mean, variance, gamma, beta.</summary>
internal sealed record NormalizeByOp(double Epsilon) : Operation
{
    public override bool IsFused => true;

    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

    public override Tensor Define(ReadOnlySpan<Tensor?> inputs)
    {
        var y = (inputs[0]! - inputs[1]!) / Ops.Sqrt(inputs[2]! + Epsilon);
        y = inputs[3] is { } gamma ? y * gamma : y;
        return inputs[4] is { } beta ? y + beta : y;
    }

    public override void Backpropagate(BackwardStep step)
    {
        var (dy, x, mean, variance, gamma) = (step.Dy, step[0], step[1], step[2], step.Optional(3));
        var inner = (gamma is null ? dy : dy * gamma) / Ops.Sqrt(variance + Epsilon);
        step.Give(0, inner);
        if (step.Wants(1))
        {
            step.Give(1, -Ops.SumTo(inner, mean.Shape));
        }

        if (step.Wants(2))
        {
            step.Give(2, Ops.SumTo(inner * (x - mean), variance.Shape) / (-2 * (variance + Epsilon)));
        }

        if (gamma is not null && step.Wants(3))
        {
            step.Give(3, Ops.SumTo(dy * ((x - mean) / Ops.Sqrt(variance + Epsilon)), gamma.Shape));
        }

        if (step.Optional(4) is { } beta && step.Wants(4))
        {
            step.Give(4, Ops.SumTo(dy, beta.Shape));
        }
    }

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var (mean, variance) = (inputs[1]!, inputs[2]!);
        var deviation = OwnNormalization.Deviation(device, variance, Epsilon);
        device.NormalizeColumns(inputs[0]!.Storage, mean.Storage, deviation.Storage, inputs[3]?.Storage, inputs[4]?.Storage, y.Storage);
        return null;
    }
}
