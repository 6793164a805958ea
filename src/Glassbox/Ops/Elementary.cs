using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>e to the power x, element-wise. Integers return float64.</summary>
    public static Tensor Exp(Tensor x) => Run<ExpOp>(x);

    /// <summary>The natural logarithm, element-wise: −∞ at zero, NaN for negative values.</summary>
    public static Tensor Log(Tensor x) => Run<LogOp>(x);

    /// <summary>log(1 + x), accurate for small x, element-wise.</summary>
    public static Tensor Log1P(Tensor x) => Run<Log1POp>(x);

    /// <summary>The square root, element-wise: NaN for negative values.</summary>
    public static Tensor Sqrt(Tensor x) => Run<SqrtOp>(x);

    /// <summary>The sine, element-wise.</summary>
    /// <param name="x">Radians.</param>
    public static Tensor Sin(Tensor x) => Run<SinOp>(x);

    /// <summary>The cosine, element-wise.</summary>
    /// <param name="x">Radians.</param>
    public static Tensor Cos(Tensor x) => Run<CosOp>(x);

    /// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt, element-wise.</summary>
    public static Tensor Erf(Tensor x) => Run<ErfOp>(x);

    /// <summary>The largest integer not greater than x, element-wise. The gradient is zero.</summary>
    public static Tensor Floor(Tensor x) => Run<FloorOp>(x);

    /// <summary>The smallest integer not less than x, element-wise. The gradient is zero.</summary>
    public static Tensor Ceil(Tensor x) => Run<CeilOp>(x);

    /// <summary>The nearest integer, ties to even, element-wise. The gradient is zero.</summary>
    public static Tensor Round(Tensor x) => Run<RoundOp>(x);
}

internal sealed record ExpOp() : FloatFunction(UnaryOp.Exp)
{
    public override string Formula => "eˣ";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => dy * y;
}

internal sealed record LogOp() : FloatFunction(UnaryOp.Log)
{
    public override string Formula => "log x";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => dy / x;
}

internal sealed record Log1POp() : FloatFunction(UnaryOp.Log1P)
{
    public override string Name => "Log1p";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => dy / (x + 1);
}

internal sealed record SqrtOp() : FloatFunction(UnaryOp.Sqrt)
{
    public override string Formula => "√x";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => dy / (y * 2);
}

internal sealed record SinOp() : FloatFunction(UnaryOp.Sin)
{
    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => dy * Ops.Cos(x);
}

internal sealed record CosOp() : FloatFunction(UnaryOp.Cos)
{
    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => -dy * Ops.Sin(x);
}

internal sealed record ErfOp() : FloatFunction(UnaryOp.Erf)
{
    public override string Module => "math";

    // ∂erf(x) / ∂x = 2/√π · e^(−x²).
    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => dy * (Ops.Exp(-Ops.Square(x)) * (2 / Math.Sqrt(Math.PI)));
}

internal sealed record FloorOp() : ElementFunction(UnaryOp.Floor)
{
    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.ZerosLike(dy);
}

internal sealed record CeilOp() : ElementFunction(UnaryOp.Ceiling)
{
    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.ZerosLike(dy);
}

internal sealed record RoundOp() : ElementFunction(UnaryOp.Round)
{
    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.ZerosLike(dy);
}
