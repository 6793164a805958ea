using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

/// <remarks>Source of the formulas: <see href="https://keras.io/api/layers/activations/"/>.</remarks>
public static partial class Ops
{
    /// <summary>Rectified linear unit: max(x, 0). The gradient at zero is zero.</summary>
    public static Tensor Relu(Tensor x) => Run<ReluOp>(x);

    /// <summary>The logistic function 1 / (1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(Tensor x) => Run<SigmoidOp>(x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) => Run<TanhOp>(x);

    /// <summary>log(1 + eˣ), a smooth approximation of relu.</summary>
    public static Tensor Softplus(Tensor x) => Run<SoftplusOp>(x);

    /// <summary>x / (1 + |x|).</summary>
    public static Tensor Softsign(Tensor x) => Run<SoftsignOp>(x);

    /// <summary>x · sigmoid(x), also known as swish.</summary>
    public static Tensor Silu(Tensor x) => Run<SiluOp>(x);

    /// <summary>Exponential linear unit: x above zero, alpha · (eˣ − 1) below.</summary>
    public static Tensor Elu(Tensor x, double alpha = 1) => new EluOp(alpha).Apply(x);

    /// <summary>
    /// Scaled exponential linear unit: <see cref="Elu"/> with the constants that keep mean 0 and variance 1 (Klambauer et al., 2017).
    /// </summary>
    public static Tensor Selu(Tensor x) => Run<SeluOp>(x);

    /// <summary>x above zero, negativeSlope · x below.</summary>
    public static Tensor LeakyRelu(Tensor x, double negativeSlope = 0.2) => new LeakyReluOp(negativeSlope).Apply(x);

    /// <summary>min(max(x, 0), 6). The gradient at the corners is zero.</summary>
    public static Tensor Relu6(Tensor x) => Run<Relu6Op>(x);

    /// <summary>relu6(x + 3) / 6: a piecewise linear sigmoid.</summary>
    public static Tensor HardSigmoid(Tensor x) => Run<HardSigmoidOp>(x);

    /// <summary>Continuously differentiable exponential linear unit: max(x, 0) + min(0, alpha · (e^(x / alpha) − 1)).</summary>
    public static Tensor Celu(Tensor x, double alpha = 1) => new CeluOp(alpha).Apply(x);

    /// <summary>Gaussian error linear unit: x · Φ(x) = x · (1 + erf(x / √2)) / 2, with the standard normal CDF Φ.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="approximate">Whether to use the tanh approximation, x · (1 + tanh(√(2/π) · (x + 0.044715 x³))) / 2.</param>
    /// <remarks>Source: Hendrycks and Gimpel, arXiv:1606.08415.</remarks>
    public static Tensor Gelu(Tensor x, bool approximate = false) => approximate ? Run<ApproximateGeluOp>(x) : Run<GeluOp>(x);

    /// <summary>Gated linear unit: the first half along an axis times the sigmoid of the second half.</summary>
    /// <exception cref="ArgumentException">The size of the axis is odd.</exception>
    public static Tensor Glu(Tensor x, int axis = -1) => new GluOp(axis).Apply(x);

    /// <summary>log(sigmoid(x)), computed in a numerically stable form.</summary>
    public static Tensor LogSigmoid(Tensor x) => Run<LogSigmoidOp>(x);

    /// <summary>x · tanh(softplus(x)), a smooth relu with small negative values below zero (Misra, 2019).</summary>
    public static Tensor Mish(Tensor x) => Run<MishOp>(x);

    /// <summary>x · hardSigmoid(x), also known as hard swish. The gradient at −3 is −1/2, at 3 it is 1.</summary>
    public static Tensor HardSilu(Tensor x) => Run<HardSiluOp>(x);

    /// <summary>x clipped to [−1, 1]. The gradient at the corners is zero.</summary>
    public static Tensor HardTanh(Tensor x) => Run<HardTanhOp>(x);

    /// <summary>x − tanh(x).</summary>
    public static Tensor TanhShrink(Tensor x) => Run<TanhShrinkOp>(x);

    /// <summary>x where its magnitude is above the threshold, zero elsewhere.</summary>
    public static Tensor HardShrink(Tensor x, double threshold = 0.5) => new HardShrinkOp(threshold).Apply(x);

    /// <summary>x shrunk toward zero by the threshold; zero where |x| is below it.</summary>
    public static Tensor SoftShrink(Tensor x, double threshold = 0.5) => new SoftShrinkOp(threshold).Apply(x);

    /// <summary>x above the threshold, the default value elsewhere.</summary>
    public static Tensor Threshold(Tensor x, double threshold, double defaultValue) => new ThresholdOp(threshold, defaultValue).Apply(x);

    /// <summary>(x + √(x² + b)) / 2, a smooth relu without exponentials (Barron, 2021).</summary>
    public static Tensor Squareplus(Tensor x, double b = 4) => new SquareplusOp(b).Apply(x);

    /// <summary>a where b is positive, else zero; both have the same shape.</summary>
    internal static Tensor WherePositive(Tensor a, Tensor b) => Run<WherePositiveOp>(a, b);
}

/// <summary>A function of Keras's module <c>nn</c> that is composed of other operations.</summary>
internal abstract record ComposedActivation : ComposedFunction
{
    public sealed override string Module => "nn";

    // Integers have no gradient; they are promoted as in NumPy.
    protected static Tensor Floating(Tensor x) => Ops.Cast(x, Ops.FloatingType(x.DType));
}

/// <summary>A function of Keras's module <c>nn</c> whose kernel has a scalar second operand.</summary>
internal abstract record ParametricActivation(BinaryOp Kernel, BinaryOp Derivative, double Parameter) : UnaryOperation
{
    public sealed override string Module => "nn";

    public sealed override OperationKind Kind => OperationKind.ElementWise;

    public override bool IsFused => true;

    protected override DType Takes(DType given) => Ops.FloatingType(given);

    protected abstract override Tensor Define(Tensor x);

    protected sealed override void Compute(IBackend device, Storage x, Storage y) =>
        device.Binary(Kernel, Broadcasting.Plan(x.Length, Shape.Scalar).Walk, x, Tensor.Number(Parameter, x.DType).Storage, y);

    protected sealed override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => dy * new SlopeOp(this).Apply(x);

    /// <summary>The element-wise derivative.</summary>
    protected abstract Tensor Slope(Tensor x);

    private sealed record SlopeOp(ParametricActivation Of) : UnaryOperation
    {
        public override bool IsFused => true;

        protected override Tensor Define(Tensor x) => Of.Slope(x);

        public override void Backpropagate(BackwardStep step) => step.Replay(this);

        protected override void Compute(IBackend device, Storage x, Storage y) =>
            device.Binary(Of.Derivative, Broadcasting.Plan(x.Length, Shape.Scalar).Walk, x, Tensor.Number(Of.Parameter, x.DType).Storage,
                y);
    }
}

internal sealed record ReluOp() : ElementFunction(UnaryOp.Relu)
{
    public override string Module => "nn";

    public override string Formula => "max(0, x)";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.WherePositive(dy, x);
}

internal sealed record WherePositiveOp : Operation
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

    public override void Backpropagate(BackwardStep step) => step.Give(0, Ops.WherePositive(step.Dy, step[1]));

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        var (a, b) = (inputs[0]!, inputs[1]!);
        device.Binary(BinaryOp.WherePositive, Broadcasting.Plan(a.Shape, b.Shape).Walk, a.Storage, b.Storage, y.Storage);
        return null;
    }
}

internal sealed record SigmoidOp() : FloatFunction(UnaryOp.Sigmoid)
{
    public override string Module => "nn";

    public override string Formula => "1 / (1 + e⁻ˣ)";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Run<SigmoidGradientOp>(dy, y);
}

internal sealed record SigmoidGradientOp() : FusedGradient(BinaryOp.SigmoidGradient)
{
    protected override Tensor Define(Tensor dy, Tensor b) => dy * (b * (1 - b));
}

internal sealed record TanhOp() : FloatFunction(UnaryOp.Tanh)
{
    public override string Formula => "tanh(x)";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Run<TanhGradientOp>(dy, y);
}

internal sealed record TanhGradientOp() : FusedGradient(BinaryOp.TanhGradient)
{
    protected override Tensor Define(Tensor dy, Tensor b) => dy * (1 - Ops.Square(b));
}

internal sealed record SoftplusOp() : FloatFunction(UnaryOp.Softplus)
{
    public override string Module => "nn";

    public override string Formula => "log(1 + eˣ)";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Run<SoftplusGradientOp>(dy, x);
}

internal sealed record SoftplusGradientOp() : FusedGradient(BinaryOp.SoftplusGradient)
{
    protected override Tensor Define(Tensor dy, Tensor b) => dy * Ops.Sigmoid(b);
}

internal sealed record SoftsignOp : ComposedActivation
{
    protected override Tensor Define(Tensor x) => x / (Ops.Abs(x) + 1);
}

internal sealed record SiluOp() : FusedFunction(UnaryOp.Silu)
{
    public override string Module => "nn";

    protected override Tensor Define(Tensor x) => x * Ops.Sigmoid(x);

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Run<SiluGradientOp>(dy, x);
}

internal sealed record SiluGradientOp() : FusedGradient(BinaryOp.SiluGradient)
{
    // With s = sigmoid(x): ∂(x · s) / ∂x = s + x · s · (1 − s).
    protected override Tensor Define(Tensor dy, Tensor b)
    {
        var s = Ops.Sigmoid(b);
        return dy * (s + (b * s * (1 - s)));
    }
}

internal sealed record EluOp(double Alpha) : ParametricActivation(BinaryOp.Elu, BinaryOp.EluDerivative, Alpha)
{
    public override Config GetConfig() => new() { { "alpha", Alpha } };

    // The exponent is clipped at zero so that the branch not selected cannot overflow.
    protected override Tensor Define(Tensor x) => Ops.Where(x > 0, x, (Ops.Exp(Ops.Minimum(x, 0)) - 1) * Alpha);

    protected override Tensor Slope(Tensor x) => Ops.Where(x > 0, 1, Ops.Exp(Ops.Minimum(x, 0)) * Alpha);
}

internal sealed record SeluOp : ComposedActivation
{
    protected override Tensor Define(Tensor x) => Ops.Elu(x, 1.6732632423543772) * 1.0507009873554805;
}

internal sealed record LeakyReluOp(double NegativeSlope)
    : ParametricActivation(BinaryOp.LeakyRelu, BinaryOp.LeakyReluDerivative, NegativeSlope)
{
    public override Config GetConfig() => new() { { "negative_slope", NegativeSlope } };

    protected override Tensor Define(Tensor x) => Ops.Where(x > 0, x, x * NegativeSlope);

    protected override Tensor Slope(Tensor x) => Ops.Where(x > 0, Ops.OnesLike(x), Ops.OnesLike(x) * NegativeSlope);
}

internal sealed record Relu6Op() : ElementFunction(UnaryOp.Relu6)
{
    public override string Module => "nn";

    public override string Formula => "min(max(0, x), 6)";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Run<Relu6GradientOp>(dy, x);

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs) =>
        inputs[0]!.DType.IsFloating ? base.Run(inputs) : Ops.Clip(inputs[0]!, 0, 6);
}

internal sealed record Relu6GradientOp() : FusedGradient(BinaryOp.Relu6Gradient)
{
    protected override Tensor Define(Tensor dy, Tensor b) => Ops.Where((b > 0) & (b < 6), dy, 0);
}

internal sealed record HardTanhOp() : ElementFunction(UnaryOp.HardTanh)
{
    public override string Module => "nn";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Run<HardTanhGradientOp>(dy, x);

    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs) =>
        inputs[0]!.DType.IsFloating ? base.Run(inputs) : Ops.Clip(inputs[0]!, -1, 1);
}

internal sealed record HardTanhGradientOp() : FusedGradient(BinaryOp.HardTanhGradient)
{
    protected override Tensor Define(Tensor dy, Tensor b) => Ops.Where((b > -1) & (b < 1), dy, 0);
}

internal sealed record HardSigmoidOp() : FusedFunction(UnaryOp.HardSigmoid)
{
    public override string Module => "nn";

    protected override Tensor Define(Tensor x) => Ops.Relu6(x + 3) / 6;

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Run<HardSigmoidGradientOp>(dy, x);
}

internal sealed record HardSigmoidGradientOp() : FusedGradient(BinaryOp.HardSigmoidGradient)
{
    protected override Tensor Define(Tensor dy, Tensor b) => Ops.Where((b > -3) & (b < 3), dy / 6, 0);
}

internal sealed record CeluOp(double Alpha) : ComposedActivation
{
    public override Config GetConfig() => new() { { "alpha", Alpha } };

    protected override Tensor Define(Tensor x)
    {
        x = Floating(x);
        return Ops.Where(x > 0, x, (Ops.Exp(Ops.Minimum(x, 0) / Alpha) - 1) * Alpha);
    }
}

internal sealed record GeluOp() : FusedFunction(UnaryOp.Gelu)
{
    public override string Module => "nn";

    public override Config GetConfig() => new() { { "approximate", false } };

    protected override Tensor Define(Tensor x) => x * 0.5 * (1 + Ops.Erf(x * Math.Sqrt(0.5)));

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Run<GeluGradientOp>(dy, x);
}

internal sealed record GeluGradientOp() : FusedGradient(BinaryOp.GeluGradient)
{
    // The kernel uses approximations for both functions, which agree with the composed operations within rounding.
    public override bool IsFused => false;

    // Derivative Φ(x) + x · φ(x): the normal CDF plus x times the density.
    protected override Tensor Define(Tensor dy, Tensor b) =>
        dy * (((1 + Ops.Erf(b * Math.Sqrt(0.5))) * 0.5) + (b * Ops.Exp(Ops.Square(b) * -0.5) / Math.Sqrt(2 * Math.PI)));
}

internal sealed record ApproximateGeluOp : ComposedActivation
{
    public override string Name => "Gelu";

    public override Config GetConfig() => new() { { "approximate", true } };

    protected override Tensor Define(Tensor x)
    {
        x = Floating(x);
        return x * 0.5 * (1 + Ops.Tanh((x + (x * Ops.Square(x) * 0.044715)) * Math.Sqrt(2 / Math.PI)));
    }
}

internal sealed record GluOp(int Axis) : ComposedActivation
{
    public override OperationKind Kind => OperationKind.Other;

    public override Config GetConfig() => new() { { "axis", Axis } };

    protected override Tensor Define(Tensor x)
    {
        var along = x.Shape.Axis(Axis);
        var half = x.Shape[along] / 2;
        if (2 * half != x.Shape[along])
        {
            throw new ArgumentException($"Glu halves an axis and needs an even size; axis {Axis} of {x.Shape} has {x.Shape[along]}.",
                nameof(x));
        }

        var slices = Enumerable.Repeat<Slice>(.., along).ToArray();
        return x[[.. slices, (..half)]] * Ops.Sigmoid(x[[.. slices, (half..)]]);
    }
}

internal sealed record LogSigmoidOp : ComposedActivation
{
    protected override Tensor Define(Tensor x) => -Ops.Softplus(-Floating(x));
}

internal sealed record MishOp : ComposedActivation
{
    protected override Tensor Define(Tensor x) => x * Ops.Tanh(Ops.Softplus(x));
}

internal sealed record HardSiluOp() : FloatFunction(UnaryOp.HardSilu)
{
    public override string Module => "nn";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.Run<HardSiluGradientOp>(dy, x);
}

internal sealed record HardSiluGradientOp() : FusedGradient(BinaryOp.HardSiluGradient)
{
    protected override Tensor Define(Tensor dy, Tensor b) => dy * Ops.Where(b < -3, 0, Ops.Where(b < 3, (b / 3) + 0.5, 1));
}

internal sealed record TanhShrinkOp : ComposedActivation
{
    protected override Tensor Define(Tensor x) => x - Ops.Tanh(x);
}

internal sealed record HardShrinkOp(double Threshold) : ParametricActivation(BinaryOp.HardShrink, BinaryOp.ShrinkDerivative, Threshold)
{
    public override Config GetConfig() => new() { { "threshold", Threshold } };

    protected override Tensor Define(Tensor x) => Ops.Where(Ops.Abs(x) > Threshold, x, 0);

    protected override Tensor Slope(Tensor x) => Ops.Cast(Ops.Abs(x) > Threshold, x.DType);
}

internal sealed record SoftShrinkOp(double Threshold) : ParametricActivation(BinaryOp.SoftShrink, BinaryOp.ShrinkDerivative, Threshold)
{
    public override Config GetConfig() => new() { { "threshold", Threshold } };

    // The kernel accepts normalized axis indices only.
    private protected override Tensor Run(ReadOnlySpan<Tensor?> inputs) => Threshold >= 0 ? base.Run(inputs) : Define(inputs);

    protected override Tensor Define(Tensor x) => Ops.Where(x > Threshold, x - Threshold, Ops.Where(x < -Threshold, x + Threshold, 0));

    protected override Tensor Slope(Tensor x) => Ops.Cast(Ops.Abs(x) > Threshold, x.DType);
}

internal sealed record ThresholdOp(double Threshold, double DefaultValue) : ComposedActivation
{
    public override Config GetConfig() => new() { { "threshold", Threshold }, { "default_value", DefaultValue } };

    protected override Tensor Define(Tensor x) => Ops.Where(x > Threshold, x, DefaultValue);
}

internal sealed record SquareplusOp(double B) : ComposedActivation
{
    public override Config GetConfig() => new() { { "b", B } };

    protected override Tensor Define(Tensor x) => (x + Ops.Sqrt(Ops.Square(x) + B)) * 0.5;
}
