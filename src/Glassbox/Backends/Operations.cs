namespace Glassbox.Backends;

/// <summary>Functions of one number, applied element by element.</summary>
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

/// <summary>Functions of two numbers, applied element-wise with broadcasting.</summary>
internal enum BinaryOp
{
    Add, Subtract, Multiply, Divide, FloorDivide, Remainder, Power, Maximum, Minimum,

    /// <summary>The first where the second is positive, else zero: the gradient of relu.</summary>
    WherePositive,

    /// <summary>a · (b · (1 − b)): the gradient of sigmoid from its result. Floats only, as all that follow.</summary>
    SigmoidGradient,

    /// <summary>a · (1 − b²): the gradient of tanh from its result.</summary>
    TanhGradient,

    /// <summary>a · (the normal distribution's part below b + b · its density): the gradient of gelu from its input.</summary>
    GeluGradient,

    /// <summary>a · sigmoid(b): the gradient of softplus from its input.</summary>
    SoftplusGradient,

    /// <summary>a · (s + b · s · (1 − s)) with s = sigmoid(b): the gradient of silu from its input.</summary>
    SiluGradient,

    /// <summary>The first where it is positive, else b · (eᵃ − 1): the exponential linear unit, whose alpha is the second.</summary>
    Elu,

    /// <summary>1 where the first is positive, else b · eᵃ: the derivative of elu from its input.</summary>
    EluDerivative,

    /// <summary>
    /// The first where it is positive, else a · b: the leaky rectified linear unit, whose slope below zero is the second.
    /// </summary>
    LeakyRelu,

    /// <summary>1 where the first is positive, else the second: the derivative of the leaky relu from its input.</summary>
    LeakyReluDerivative,

    /// <summary>a where 0 &lt; b &lt; 6, else zero: the gradient of relu6 from its input.</summary>
    Relu6Gradient,

    /// <summary>a / 6 where −3 &lt; b &lt; 3, else zero: the gradient of the hard sigmoid from its input.</summary>
    HardSigmoidGradient,

    /// <summary>a · (b / 3 + 1/2) where −3 ≤ b &lt; 3, zero below, a above: the gradient of the hard silu from its input.</summary>
    HardSiluGradient,

    /// <summary>a where −1 &lt; b &lt; 1, else zero: the gradient of the hard tanh from its input.</summary>
    HardTanhGradient,

    /// <summary>The first where its magnitude is above the second, else zero.</summary>
    HardShrink,

    /// <summary>The first brought nearer to zero by the second, zero where its magnitude is not above it.</summary>
    SoftShrink,

    /// <summary>
    /// 1 where the magnitude of the first is above the second, else zero: the derivative of both shrinkages from their input.
    /// </summary>
    ShrinkDerivative,
}

/// <summary>Comparisons of two numbers, true or false for each.</summary>
internal enum CompareOp
{
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual,
}

/// <summary>Ways to make one number of many.</summary>
internal enum ReduceOp
{
    Sum, Product, Max, Min,
}

/// <summary>
/// How two dense operands are walked to fill a dense result: the extents, and for each operand the distance between neighbours along each
/// of them, zero where it is repeated. Adjacent axes that can be walked as one are merged.
/// </summary>
internal sealed record Broadcast(int[] Extents, int[] StridesA, int[] StridesB);
