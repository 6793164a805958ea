using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <summary>The functions of one number.</summary>
internal static class UnaryFormulas
{
    public static double Of(UnaryOp op, double x) => op switch
    {
        UnaryOp.Negate => -x,
        UnaryOp.Abs => Math.Abs(x),
        UnaryOp.Sign => x > 0 ? 1 : x < 0 ? -1 : x,
        UnaryOp.Square => x * x,
        UnaryOp.Sqrt => Math.Sqrt(x),
        UnaryOp.Exp => Math.Exp(x),
        UnaryOp.Log => Math.Log(x),
        UnaryOp.Log1P => SpecialFunctions.Log1P(x),
        UnaryOp.Sin => Math.Sin(x),
        UnaryOp.Cos => Math.Cos(x),
        UnaryOp.Tanh => Math.Tanh(x),
        UnaryOp.Sigmoid => SpecialFunctions.Sigmoid(x),
        UnaryOp.Softplus => Math.Max(x, 0) + SpecialFunctions.Log1P(Math.Exp(-Math.Abs(x))),
        UnaryOp.Relu => Math.Max(x, 0),
        UnaryOp.Floor => Math.Floor(x),
        UnaryOp.Ceiling => Math.Ceiling(x),
        UnaryOp.Round => Math.Round(x, MidpointRounding.ToEven),
        UnaryOp.Erf => SpecialFunctions.Erf(x),
        UnaryOp.Gelu => x * SpecialFunctions.NormalBelow(x),
        UnaryOp.Silu => x * SpecialFunctions.Sigmoid(x),
        UnaryOp.Relu6 => Math.Min(Math.Max(x, 0), 6),
        UnaryOp.HardSigmoid => Math.Min(Math.Max(x + 3, 0), 6) / 6,
        UnaryOp.HardSilu => x * Math.Min(Math.Max(x + 3, 0), 6) / 6,
        UnaryOp.HardTanh => Math.Min(Math.Max(x, -1), 1),
        _ => throw new NotSupportedException($"{op} of floats."),
    };

    /// <summary>Of whole numbers, which wrap around.</summary>
    public static long Of(UnaryOp op, long x) => unchecked(op switch
    {
        UnaryOp.Negate => -x,
        UnaryOp.Abs => x < 0 ? -x : x,
        UnaryOp.Sign => x > 0 ? 1 : x < 0 ? -1 : 0,
        UnaryOp.Square => x * x,
        UnaryOp.Relu => Math.Max(x, 0),
        UnaryOp.Floor or UnaryOp.Ceiling or UnaryOp.Round => x,
        _ => throw new NotSupportedException($"{op} of integers."),
    });
}
