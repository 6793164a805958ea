using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <summary>The functions of two numbers.</summary>
internal static class BinaryFormulas
{
    public static double Of(BinaryOp op, double a, double b) => op switch
    {
        BinaryOp.Add => a + b,
        BinaryOp.Subtract => a - b,
        BinaryOp.Multiply => a * b,
        BinaryOp.Divide => a / b,
        BinaryOp.FloorDivide => FloorDivide(a, b),
        BinaryOp.Remainder => Remainder(a, b),
        BinaryOp.Power => Math.Pow(a, b),
        BinaryOp.Maximum => Math.Max(a, b),
        BinaryOp.Minimum => Math.Min(a, b),
        BinaryOp.WherePositive => b > 0 ? a : 0,
        BinaryOp.SigmoidGradient => a * (b * (1 - b)),
        BinaryOp.TanhGradient => a * (1 - (b * b)),
        BinaryOp.GeluGradient => a * (SpecialFunctions.NormalBelow(b) + (b * SpecialFunctions.NormalDensity(b))),
        BinaryOp.SoftplusGradient => a * SpecialFunctions.Sigmoid(b),
        BinaryOp.SiluGradient => SpecialFunctions.Sigmoid(b) is var s ? a * (s + (b * s * (1 - s))) : 0,
        BinaryOp.Elu => a > 0 ? a : b * (Math.Exp(a) - 1),
        BinaryOp.EluDerivative => a > 0 ? 1 : b * Math.Exp(a),
        BinaryOp.LeakyRelu => a > 0 ? a : a * b,
        BinaryOp.LeakyReluDerivative => a > 0 ? 1 : b,
        BinaryOp.Relu6Gradient => b is > 0 and < 6 ? a : 0,
        BinaryOp.HardSigmoidGradient => b is > -3 and < 3 ? a / 6 : 0,
        BinaryOp.HardSiluGradient => a * (b < -3 ? 0 : b < 3 ? (b / 3) + 0.5 : 1),
        BinaryOp.HardTanhGradient => b is > -1 and < 1 ? a : 0,
        BinaryOp.HardShrink => Math.Abs(a) > b ? a : 0,
        BinaryOp.SoftShrink => a > b ? a - b : a < -b ? a + b : 0,
        BinaryOp.ShrinkDerivative => Math.Abs(a) > b ? 1 : 0,
        _ => throw new NotSupportedException($"{op} of floats."),
    };

    /// <summary>Of whole numbers, which wrap around.</summary>
    public static long Of(BinaryOp op, long a, long b) => unchecked(op switch
    {
        BinaryOp.Add => a + b,
        BinaryOp.Subtract => a - b,
        BinaryOp.Multiply => a * b,
        BinaryOp.FloorDivide => b == 0 ? 0 : (long)FloorDivide(a, (Int128)b),
        BinaryOp.Remainder => b == 0 ? 0 : (long)(a - (FloorDivide(a, (Int128)b) * b)),
        BinaryOp.Power => Power(a, b),
        BinaryOp.Maximum => Math.Max(a, b),
        BinaryOp.Minimum => Math.Min(a, b),
        BinaryOp.WherePositive => b > 0 ? a : 0,
        _ => throw new NotSupportedException($"{op} of integers."),
    });

    /// <summary>The whole number that belongs to the remainder: b times it and the remainder make a. It is a / b where b is zero.</summary>
    private static double FloorDivide(double a, double b)
    {
        var rest = a % b;
        return b == 0 ? a / b : Math.Round((a - rest) / b) - (HasOtherSign(rest, b) ? 1 : 0);
    }

    /// <summary>What a is more than a multiple of b, with the sign of b.</summary>
    private static double Remainder(double a, double b)
    {
        var rest = a % b;
        return HasOtherSign(rest, b) ? rest + b : rest;
    }

    private static bool HasOtherSign(double rest, double b) => rest != 0 && rest < 0 != b < 0;

    private static Int128 FloorDivide(Int128 a, Int128 b)
    {
        var quotient = a / b;
        return quotient * b != a && a < 0 != b < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The exponent is not negative.</summary>
    private static long Power(long a, long b)
    {
        var result = 1L;
        for (; b > 0; b /= 2)
        {
            result = unchecked(b % 2 == 1 ? result * a : result);
            a = unchecked(a * a);
        }

        return result;
    }
}
