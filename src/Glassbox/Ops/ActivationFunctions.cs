using Glassbox.Backends;

namespace Glassbox;

/// <remarks>Source of the formulas: <see href="https://keras.io/api/layers/activations/"/>.</remarks>
public static partial class Ops
{
    /// <summary>Rectified linear unit: max(x, 0). The gradient at zero is zero.</summary>
    public static Tensor Relu(Tensor x) => Unary("relu", UnaryOp.Relu, x, (dy, _) => WherePositive(dy, x));

    /// <summary>The logistic function 1 / (1 + e⁻ˣ).</summary>
    public static Tensor Sigmoid(Tensor x) => Unary("sigmoid", UnaryOp.Sigmoid, Floating(x), (dy, y) => GradientTape.IsRecording ? dy * (y * (1 - y)) : Kernels.Binary(BinaryOp.SigmoidGradient, dy, y));

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) => Unary("tanh", UnaryOp.Tanh, Floating(x), (dy, y) => GradientTape.IsRecording ? dy * (1 - Square(y)) : Kernels.Binary(BinaryOp.TanhGradient, dy, y));

    /// <summary>log(1 + eˣ), a smooth relu.</summary>
    public static Tensor Softplus(Tensor x)
    {
        x = Floating(x);
        return Unary("softplus", UnaryOp.Softplus, x, (dy, _) => GradientTape.IsRecording ? dy * Sigmoid(x) : Kernels.Binary(BinaryOp.SoftplusGradient, dy, x));
    }

    /// <summary>x / (1 + |x|).</summary>
    public static Tensor Softsign(Tensor x) => x / (Abs(x) + 1);

    /// <summary>x · sigmoid(x), also known as swish.</summary>
    public static Tensor Silu(Tensor x)
    {
        x = Floating(x);
        return GradientTape.WantsEveryOperation
            ? x * Sigmoid(x)
            : Unary("silu", UnaryOp.Silu, x, (dy, _) => GradientTape.IsRecording ? dy * Slope(Sigmoid(x)) : Kernels.Binary(BinaryOp.SiluGradient, dy, x));

        Tensor Slope(Tensor s) => s + (x * s * (1 - s));
    }

    /// <summary>Exponential linear unit: x above zero, alpha · (eˣ − 1) below.</summary>
    public static Tensor Elu(Tensor x, double alpha = 1)
    {
        x = Floating(x);
        if (!GradientTape.WantsEveryOperation)
        {
            var scale = Tensor.Number(alpha, x.DType);
            return Record("elu", Kernels.Binary(BinaryOp.Elu, x, scale), (x, dy => dy * (GradientTape.IsRecording ? Slope() : Kernels.Binary(BinaryOp.EluDerivative, x, scale))));
        }

        // The exponent is cut at zero so that the branch not taken cannot overflow.
        return Where(x > 0, x, (Exp(Minimum(x, ZerosLike(x))) - 1) * alpha);

        Tensor Slope() => Where(x > 0, OnesLike(x), Exp(Minimum(x, ZerosLike(x))) * alpha);
    }

    /// <summary>Scaled exponential linear unit: <see cref="Elu"/> with the constants that keep mean 0 and variance 1 (Klambauer et al., 2017).</summary>
    public static Tensor Selu(Tensor x) => Elu(x, 1.6732632423543772) * 1.0507009873554805;

    /// <summary>x above zero, negativeSlope · x below.</summary>
    public static Tensor LeakyRelu(Tensor x, double negativeSlope = 0.2)
    {
        x = Floating(x);
        if (GradientTape.WantsEveryOperation)
        {
            return Where(x > 0, x, x * negativeSlope);
        }

        var slope = Tensor.Number(negativeSlope, x.DType);
        return Record("leaky_relu", Kernels.Binary(BinaryOp.LeakyRelu, x, slope), (x, dy => dy * Kernels.Binary(BinaryOp.LeakyReluDerivative, x, slope)));
    }

    /// <summary>min(max(x, 0), 6). The gradient at the corners is zero.</summary>
    public static Tensor Relu6(Tensor x) => x.DType.IsFloating
        ? Unary("relu6", UnaryOp.Relu6, x, (dy, _) => GradientTape.IsRecording ? dy * Cast((x > 0) & (x < 6), dy.DType) : Kernels.Binary(BinaryOp.Relu6Gradient, dy, x))
        : Clip(x, 0, 6);

    /// <summary>relu6(x + 3) / 6: a sigmoid of three straight lines.</summary>
    public static Tensor HardSigmoid(Tensor x)
    {
        x = Floating(x);
        return GradientTape.WantsEveryOperation
            ? Relu6(x + 3) / 6
            : Unary("hard_sigmoid", UnaryOp.HardSigmoid, x, (dy, _) => GradientTape.IsRecording ? dy / 6 * Cast((x + 3 > 0) & (x + 3 < 6), dy.DType) : Kernels.Binary(BinaryOp.HardSigmoidGradient, dy, x));
    }

    /// <summary>Continuously differentiable exponential linear unit: max(x, 0) + min(0, alpha · (e^(x / alpha) − 1)).</summary>
    public static Tensor Celu(Tensor x, double alpha = 1)
    {
        x = Floating(x);
        return Where(x > 0, x, (Exp(Minimum(x, ZerosLike(x)) / alpha) - 1) * alpha);
    }

    /// <summary>Gaussian error linear unit: x times the part of a normal distribution that is below x, x · (1 + erf(x / √2)) / 2.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="approximate">Whether tanh(√(2/π) · (x + 0.044715 x³)) stands for the error function.</param>
    /// <remarks>Source: Hendrycks and Gimpel, arXiv:1606.08415.</remarks>
    public static Tensor Gelu(Tensor x, bool approximate = false)
    {
        x = Floating(x);
        if (!approximate && !GradientTape.WantsEveryOperation)
        {
            return Unary("gelu", UnaryOp.Gelu, x, (dy, _) => GradientTape.IsRecording ? dy * Slope() : Kernels.Binary(BinaryOp.GeluGradient, dy, x));
        }

        var curve = approximate ? Tanh((x + (x * Square(x) * 0.044715)) * Math.Sqrt(2 / Math.PI)) : Erf(x * Math.Sqrt(0.5));
        return x * 0.5 * (1 + curve);

        // The normal distribution's part below x, and x times its density.
        Tensor Slope() => ((1 + Erf(x * Math.Sqrt(0.5))) * 0.5) + (x * Exp(Square(x) * -0.5) / Math.Sqrt(2 * Math.PI));
    }

    /// <summary>Gated linear unit: the first half along an axis times the sigmoid of the second half.</summary>
    /// <exception cref="ArgumentException">The axis has an odd extent.</exception>
    public static Tensor Glu(Tensor x, int axis = -1)
    {
        var along = x.Shape.Axis(axis);
        var half = x.Shape[along] / 2;
        if (2 * half != x.Shape[along])
        {
            throw new ArgumentException($"Glu halves an axis and needs an even extent; axis {axis} of {x.Shape} has {x.Shape[along]}.", nameof(x));
        }

        var slices = Enumerable.Repeat<Slice>(.., along).ToArray();
        return x[[.. slices, (..half)]] * Sigmoid(x[[.. slices, (half..)]]);
    }

    /// <summary>log(sigmoid(x)), without the rounding of a logarithm of small numbers.</summary>
    public static Tensor LogSigmoid(Tensor x) => -Softplus(-Floating(x));

    /// <summary>x · tanh(softplus(x)), a smooth relu that lets a little below zero through (Misra, 2019).</summary>
    public static Tensor Mish(Tensor x) => x * Tanh(Softplus(x));

    /// <summary>x · hardSigmoid(x), also known as hard swish. The gradient at −3 is −1/2, at 3 it is 1.</summary>
    public static Tensor HardSilu(Tensor x)
    {
        x = Floating(x);
        return Unary("hard_silu", UnaryOp.HardSilu, x, (dy, _) => GradientTape.IsRecording ? dy * Slope() : Kernels.Binary(BinaryOp.HardSiluGradient, dy, x));

        Tensor Slope() => Where(x < -3, ZerosLike(x), Where(x < 3, (x / 3) + 0.5, OnesLike(x)));
    }

    /// <summary>x cut to [−1, 1]. The gradient at the corners is zero.</summary>
    public static Tensor HardTanh(Tensor x) => x.DType.IsFloating
        ? Unary("hard_tanh", UnaryOp.HardTanh, x, (dy, _) => GradientTape.IsRecording ? dy * Cast((x > -1) & (x < 1), dy.DType) : Kernels.Binary(BinaryOp.HardTanhGradient, dy, x))
        : Clip(x, -1, 1);

    /// <summary>x − tanh(x).</summary>
    public static Tensor TanhShrink(Tensor x) => x - Tanh(x);

    /// <summary>x where its magnitude is above the threshold, zero elsewhere.</summary>
    public static Tensor HardShrink(Tensor x, double threshold = 0.5) => x.DType.IsFloating && !GradientTape.WantsEveryOperation
        ? Shrink("hard_shrink", BinaryOp.HardShrink, x, threshold)
        : Where(Abs(x) > threshold, x, ZerosLike(x));

    /// <summary>x brought nearer to zero by the threshold, zero where its magnitude is below it.</summary>
    public static Tensor SoftShrink(Tensor x, double threshold = 0.5) => x.DType.IsFloating && threshold >= 0 && !GradientTape.WantsEveryOperation
        ? Shrink("soft_shrink", BinaryOp.SoftShrink, x, threshold)
        : Where(x > threshold, x - threshold, Where(x < -threshold, x + threshold, ZerosLike(x)));

    /// <summary>x above the threshold, one value elsewhere.</summary>
    public static Tensor Threshold(Tensor x, double threshold, double defaultValue) => Where(x > threshold, x, OnesLike(x) * defaultValue);

    /// <summary>(x + √(x² + b)) / 2, a smooth relu without exponentials (Barron, 2021).</summary>
    public static Tensor Squareplus(Tensor x, double b = 4) => (x + Sqrt(Square(x) + b)) * 0.5;

    /// <summary>eˣ / Σ eˣ along an axis: positive numbers that add up to one.</summary>
    public static Tensor Softmax(Tensor x, int axis = -1)
    {
        x = Floating(x);
        var along = x.Shape.Axis(axis);
        if (along == x.Rank - 1)
        {
            var rows = Kernels.Softmax(x, logarithm: false);
            return Record("softmax", rows, (x, dy => GradientTape.IsRecording ? Gradient(dy, rows) : Kernels.SoftmaxGradient(dy, rows, logarithm: false)));
        }

        int[] axes = [along];
        // The largest exponent becomes zero: nothing overflows, and the quotient stays the same.
        var e = Kernels.Unary(UnaryOp.Exp, Kernels.Binary(BinaryOp.Subtract, x, Kernels.Reduce(ReduceOp.Max, x, axes, x.DType)));
        var y = Kernels.Binary(BinaryOp.Divide, e, Kernels.Reduce(ReduceOp.Sum, e, axes, x.DType));
        return Record("softmax", y, (x, dy => Gradient(dy, y)));

        Tensor Gradient(Tensor dy, Tensor result) => result * (dy - Sum(dy * result, axis, keepdims: true));
    }

    /// <summary>log(softmax(x)) along an axis, without the rounding of a logarithm of small numbers.</summary>
    public static Tensor LogSoftmax(Tensor x, int axis = -1)
    {
        x = Floating(x);
        var along = x.Shape.Axis(axis);
        if (along == x.Rank - 1)
        {
            var rows = Kernels.Softmax(x, logarithm: true);
            return Record("log_softmax", rows, (x, dy => GradientTape.IsRecording ? Gradient(dy, rows) : Kernels.SoftmaxGradient(dy, rows, logarithm: true)));
        }

        int[] axes = [along];
        var shifted = Kernels.Binary(BinaryOp.Subtract, x, Kernels.Reduce(ReduceOp.Max, x, axes, x.DType));
        var sum = Kernels.Reduce(ReduceOp.Sum, Kernels.Unary(UnaryOp.Exp, shifted), axes, x.DType);
        var y = Kernels.Binary(BinaryOp.Subtract, shifted, Kernels.Unary(UnaryOp.Log, sum));
        return Record("log_softmax", y, (x, dy => Gradient(dy, y)));

        Tensor Gradient(Tensor dy, Tensor result) => dy - (Exp(result) * Sum(dy, axis, keepdims: true));
    }

    private static Tensor Shrink(string name, BinaryOp op, Tensor x, double threshold)
    {
        var limit = Tensor.Number(threshold, x.DType);
        return Record(name, Kernels.Binary(op, x, limit), (x, dy => dy * Kernels.Binary(BinaryOp.ShrinkDerivative, x, limit)));
    }

    /// <summary>a where b is positive, else zero: of equal shapes.</summary>
    private static Tensor WherePositive(Tensor a, Tensor b) =>
        Record("where_positive", Kernels.Binary(BinaryOp.WherePositive, a, b), (a, dy => WherePositive(dy, b)));
}
