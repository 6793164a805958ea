namespace Glassbox.Backends;

/// <summary>Element-wise functions of one operand.</summary>
internal enum UnaryOp
{
    Negate, Abs, Sign, Square, Sqrt, Exp, Log, Log1P, Sin, Cos, Tanh, Sigmoid, Softplus, Relu, Floor, Ceiling, Round, Erf, Gelu, Silu,

    /// <summary>min(max(x, 0), 6). Floats only, as all that follow.</summary>
    Relu6,

    /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
    HardSigmoid,

    /// <summary>x · min(max(x + 3, 0), 6) / 6.</summary>
    HardSilu,

    /// <summary>min(max(x, −1), 1).</summary>
    HardTanh,
}

/// <summary>Element-wise functions of two operands, with broadcasting.</summary>
internal enum BinaryOp
{
    Add, Subtract, Multiply, Divide, FloorDivide, Remainder, Power, Maximum, Minimum,

    /// <summary>a where b is positive, else zero: the gradient of relu.</summary>
    WherePositive,

    /// <summary>a · (b · (1 − b)): the gradient of sigmoid from its result. Floats only, as all that follow.</summary>
    SigmoidGradient,

    /// <summary>a · (1 − b²): the gradient of tanh from its result.</summary>
    TanhGradient,

    /// <summary>a · (Φ(b) + b · φ(b)) with the standard normal CDF and density: the gradient of gelu from its input.</summary>
    GeluGradient,

    /// <summary>a · sigmoid(b): the gradient of softplus from its input.</summary>
    SoftplusGradient,

    /// <summary>a · (s + b · s · (1 − s)) with s = sigmoid(b): the gradient of silu from its input.</summary>
    SiluGradient,

    /// <summary>a where it is positive, else b · (eᵃ − 1): the exponential linear unit, with alpha as b.</summary>
    Elu,

    /// <summary>1 where a is positive, else b · eᵃ: the derivative of elu from its input.</summary>
    EluDerivative,

    /// <summary>a where it is positive, else a · b: the leaky rectified linear unit, with the negative slope as b.</summary>
    LeakyRelu,

    /// <summary>1 where a is positive, else b: the derivative of the leaky relu from its input.</summary>
    LeakyReluDerivative,

    /// <summary>a where 0 &lt; b &lt; 6, else zero: the gradient of relu6 from its input.</summary>
    Relu6Gradient,

    /// <summary>a / 6 where −3 &lt; b &lt; 3, else zero: the gradient of the hard sigmoid from its input.</summary>
    HardSigmoidGradient,

    /// <summary>a · (b / 3 + 1/2) where −3 ≤ b &lt; 3, zero below, a above: the gradient of the hard silu from its input.</summary>
    HardSiluGradient,

    /// <summary>a where −1 &lt; b &lt; 1, else zero: the gradient of the hard tanh from its input.</summary>
    HardTanhGradient,

    /// <summary>a where its absolute value exceeds b, else zero.</summary>
    HardShrink,

    /// <summary>a shrunk toward zero by b; zero where its absolute value does not exceed b.</summary>
    SoftShrink,

    /// <summary>1 where the absolute value of a exceeds b, else zero: the derivative of both shrinkages from their input.</summary>
    ShrinkDerivative,
}

/// <summary>Element-wise comparisons.</summary>
internal enum CompareOp
{
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual,
}

/// <summary>Reductions.</summary>
internal enum ReduceOp
{
    Sum, Product, Max, Min,
}

/// <summary>
/// The iteration space of two dense operands and a dense result: the sizes, and each operand's strides, zero along broadcast axes. Adjacent
/// axes that are contiguous in both operands are merged.
/// </summary>
internal sealed record Broadcast(int[] Extents, int[] StridesA, int[] StridesB);
