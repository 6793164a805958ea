using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>e to the power x, element by element. Integers give float64.</summary>
    public static Tensor Exp(Tensor x) => Unary("exp", UnaryOp.Exp, Floating(x), (dy, y) => dy * y);

    /// <summary>The natural logarithm, element by element: −∞ at zero, NaN below.</summary>
    public static Tensor Log(Tensor x)
    {
        x = Floating(x);
        return Unary("log", UnaryOp.Log, x, (dy, _) => dy / x);
    }

    /// <summary>log(1 + x), exact for small x, element by element.</summary>
    public static Tensor Log1P(Tensor x)
    {
        x = Floating(x);
        return Unary("log1p", UnaryOp.Log1P, x, (dy, _) => dy / (x + 1));
    }

    /// <summary>The square root, element by element: NaN below zero.</summary>
    public static Tensor Sqrt(Tensor x) => Unary("sqrt", UnaryOp.Sqrt, Floating(x), (dy, y) => dy / (y * 2));

    /// <summary>The sine, element by element.</summary>
    /// <param name="x">Radians.</param>
    public static Tensor Sin(Tensor x)
    {
        x = Floating(x);
        return Unary("sin", UnaryOp.Sin, x, (dy, _) => dy * Cos(x));
    }

    /// <summary>The cosine, element by element.</summary>
    /// <param name="x">Radians.</param>
    public static Tensor Cos(Tensor x)
    {
        x = Floating(x);
        return Unary("cos", UnaryOp.Cos, x, (dy, _) => -dy * Sin(x));
    }

    /// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt, element by element.</summary>
    public static Tensor Erf(Tensor x)
    {
        x = Floating(x);
        return Unary("erf", UnaryOp.Erf, x, (dy, _) => dy * (Exp(-Square(x)) * (2 / Math.Sqrt(Math.PI))));
    }

    /// <summary>The largest whole number that is not larger, element by element. The gradient is zero.</summary>
    public static Tensor Floor(Tensor x) => Unary("floor", UnaryOp.Floor, x, (dy, _) => ZerosLike(dy));

    /// <summary>The smallest whole number that is not smaller, element by element. The gradient is zero.</summary>
    public static Tensor Ceil(Tensor x) => Unary("ceil", UnaryOp.Ceiling, x, (dy, _) => ZerosLike(dy));

    /// <summary>The nearest whole number, halves to the even one, element by element. The gradient is zero.</summary>
    public static Tensor Round(Tensor x) => Unary("round", UnaryOp.Round, x, (dy, _) => ZerosLike(dy));
}
