using System.Globalization;
using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>a + b, element-wise with broadcasting. Booleans are combined by logical or.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Add(Tensor a, Tensor b) => Run<AddOp>(a, b);

    /// <summary>a − b, element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or both are booleans.</exception>
    public static Tensor Subtract(Tensor a, Tensor b) => Run<SubtractOp>(a, b);

    /// <summary>a · b, element-wise with broadcasting. Booleans are combined by logical and.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Multiply(Tensor a, Tensor b) => Run<MultiplyOp>(a, b);

    /// <summary>a / b, element-wise with broadcasting. Integers are divided as float64.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Divide(Tensor a, Tensor b) => Run<DivideOp>(a, b);

    /// <summary>⌊a / b⌋, element-wise with broadcasting. An integer divided by zero is zero, as in NumPy.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor FloorDivide(Tensor a, Tensor b) => Run<FloorDivideOp>(a, b);

    /// <summary>The remainder of <see cref="FloorDivide"/>: a − b · ⌊a / b⌋, with the sign of b, as in Python.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Mod(Tensor a, Tensor b) => Run<ModOp>(a, b);

    /// <summary>a to the power b, element-wise with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or an integer has a negative exponent.</exception>
    public static Tensor Power(Tensor a, Tensor b) => Run<PowerOp>(a, b);

    /// <summary>
    /// The element-wise maximum with broadcasting; NaN if either is NaN. The gradient goes to the larger operand, to a on ties.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Maximum(Tensor a, Tensor b) => Run<MaximumOp>(a, b);

    /// <summary>
    /// The element-wise minimum with broadcasting; NaN if either is NaN. The gradient goes to the smaller operand, to a on ties.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Minimum(Tensor a, Tensor b) => Run<MinimumOp>(a, b);

    /// <summary>−x, element-wise.</summary>
    public static Tensor Negative(Tensor x) => Run<NegativeOp>(x);

    /// <summary>The absolute value |x|, element-wise. The gradient at zero is zero.</summary>
    public static Tensor Abs(Tensor x) => Run<AbsOp>(x);

    /// <summary>The sign of x, −1, 0 or 1, element-wise.</summary>
    public static Tensor Sign(Tensor x) => Run<SignOp>(x);

    /// <summary>x², element-wise.</summary>
    public static Tensor Square(Tensor x) => Run<SquareOp>(x);

    /// <summary>x clipped to [xMin, xMax], element-wise. The gradient of clipped elements is zero.</summary>
    /// <exception cref="ArgumentException"><paramref name="xMin"/> is larger than <paramref name="xMax"/>.</exception>
    public static Tensor Clip(Tensor x, double xMin, double xMax) => xMin <= xMax
        ? new ClipOp(xMin, xMax).Apply(x)
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Clip needs xMin ≤ xMax; received {xMin} and {xMax}."),
        nameof(xMin));
}

internal sealed record AddOp() : Arithmetic(BinaryOp.Add)
{
    public override OperationKind Kind => OperationKind.Addition;

    public override string Formula => "a + b";

    protected override void Compute(IBackend device, Broadcast walk, Storage a, Storage b, Storage y) =>
        device.Binary(y.DType == DType.Bool ? BinaryOp.Maximum : BinaryOp.Add, walk, a, b, y);

    protected override Tensor GradientOfA(Tensor dy, Tensor a, Tensor b, Tensor y) => dy;

    protected override Tensor GradientOfB(Tensor dy, Tensor a, Tensor b, Tensor y) => dy;
}

internal sealed record SubtractOp() : Arithmetic(BinaryOp.Subtract)
{
    public override string Formula => "a − b";

    protected override DType Takes(DType promoted) => promoted != DType.Bool
        ? promoted
        : throw new ArgumentException("Booleans cannot be subtracted; use NotEqual for exclusive or, or cast them first.");

    protected override Tensor GradientOfA(Tensor dy, Tensor a, Tensor b, Tensor y) => dy;

    protected override Tensor GradientOfB(Tensor dy, Tensor a, Tensor b, Tensor y) => -dy;
}

internal sealed record MultiplyOp() : Arithmetic(BinaryOp.Multiply)
{
    public override string Formula => "a · b";

    protected override void Compute(IBackend device, Broadcast walk, Storage a, Storage b, Storage y) =>
        device.Binary(y.DType == DType.Bool ? BinaryOp.Minimum : BinaryOp.Multiply, walk, a, b, y);

    protected override Tensor GradientOfA(Tensor dy, Tensor a, Tensor b, Tensor y) => dy * b;

    protected override Tensor GradientOfB(Tensor dy, Tensor a, Tensor b, Tensor y) => dy * a;
}

internal sealed record DivideOp() : Arithmetic(BinaryOp.Divide)
{
    public override string Formula => "a / b";

    protected override DType Takes(DType promoted) => Ops.FloatingType(promoted);

    protected override Tensor GradientOfA(Tensor dy, Tensor a, Tensor b, Tensor y) => dy / b;

    // ∂(a / b) / ∂b = −a / b² = −y / b.
    protected override Tensor GradientOfB(Tensor dy, Tensor a, Tensor b, Tensor y) => -dy * y / b;
}

internal sealed record FloorDivideOp() : Arithmetic(BinaryOp.FloorDivide)
{
    public override bool IsDifferentiable => false;

    protected override DType Takes(DType promoted) => promoted == DType.Bool ? DType.Int64 : promoted;
}

internal sealed record ModOp() : Arithmetic(BinaryOp.Remainder)
{
    protected override DType Takes(DType promoted) => promoted == DType.Bool ? DType.Int64 : promoted;

    protected override Tensor GradientOfA(Tensor dy, Tensor a, Tensor b, Tensor y) => dy;

    protected override Tensor GradientOfB(Tensor dy, Tensor a, Tensor b, Tensor y) => -dy * Ops.FloorDivide(a, b);
}

internal sealed record PowerOp() : Arithmetic(BinaryOp.Power)
{
    protected override DType Takes(DType promoted) => promoted == DType.Bool ? DType.Int64 : promoted;

    protected override void Compute(IBackend device, Broadcast walk, Storage a, Storage b, Storage y)
    {
        if (!b.DType.IsFloating && b.Length > 0 && Ops.Min(new Tensor(b, b.Length)).ToScalar<long>() < 0)
        {
            throw new ArgumentException("Integers cannot be raised to negative powers; cast the base to float first.", nameof(b));
        }

        base.Compute(device, walk, a, b, y);
    }

    // ∂aᵇ / ∂a = b · aᵇ⁻¹, which is 0 for b = 0, even where a⁻¹ is infinite.
    protected override Tensor GradientOfA(Tensor dy, Tensor a, Tensor b, Tensor y) => dy * b * Ops.Power(a, Ops.Where(b == 0, 1, b - 1));

    // ∂aᵇ / ∂b = aᵇ · log a. The logarithm of a non-positive base would be NaN; such a base counts as constant with respect to the
    // exponent.
    protected override Tensor GradientOfB(Tensor dy, Tensor a, Tensor b, Tensor y) => dy * y * Ops.Log(Ops.Where(a > 0, a, 1));
}

internal sealed record MaximumOp() : Arithmetic(BinaryOp.Maximum)
{
    public override string Formula => "max(a, b)";

    protected override Tensor GradientOfA(Tensor dy, Tensor a, Tensor b, Tensor y) => dy * Ops.Cast(a >= b, dy.DType);

    protected override Tensor GradientOfB(Tensor dy, Tensor a, Tensor b, Tensor y) => dy * Ops.Cast(a < b, dy.DType);
}

internal sealed record MinimumOp() : Arithmetic(BinaryOp.Minimum)
{
    public override string Formula => "min(a, b)";

    protected override Tensor GradientOfA(Tensor dy, Tensor a, Tensor b, Tensor y) => dy * Ops.Cast(a <= b, dy.DType);

    protected override Tensor GradientOfB(Tensor dy, Tensor a, Tensor b, Tensor y) => dy * Ops.Cast(a > b, dy.DType);
}

internal sealed record NegativeOp() : ElementFunction(UnaryOp.Negate)
{
    public override string Formula => "−x";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => -dy;
}

internal sealed record AbsOp() : ElementFunction(UnaryOp.Abs)
{
    public override string Name => "Absolute";

    public override string Formula => "|x|";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => dy * Ops.Sign(x);
}

internal sealed record SignOp() : ElementFunction(UnaryOp.Sign)
{
    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => Ops.ZerosLike(dy);
}

internal sealed record SquareOp() : ElementFunction(UnaryOp.Square)
{
    public override string Formula => "x²";

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => dy * (x * 2);
}

/// <summary>min(max(x, XMin), XMax).</summary>
internal sealed record ClipOp(double XMin, double XMax) : UnaryOperation
{
    public override OperationKind Kind => OperationKind.ElementWise;

    public override Config GetConfig() => new() { { "x_min", XMin }, { "x_max", XMax } };

    // Integral bounds preserve an integer type.
    protected override DType Takes(DType given) => given.IsFloating ? given
        : IsFraction(XMin) || IsFraction(XMax) ? DType.Float32
        : given == DType.Bool ? DType.Int64
        : given;

    protected override void Compute(IBackend device, Storage x, Storage y)
    {
        var walk = Broadcasting.Plan(x.Length, Shape.Scalar).Walk;
        device.Binary(BinaryOp.Maximum, walk, x, Bound(XMin, x.DType).Storage, y);
        device.Binary(BinaryOp.Minimum, walk, y, Bound(XMax, x.DType).Storage, y);
    }

    protected override Tensor Gradient(Tensor dy, Tensor x, Tensor y) => dy * Ops.Cast((x >= XMin) & (x <= XMax), dy.DType);

    private static bool IsFraction(double bound) => double.IsFinite(bound) && !double.IsInteger(bound);

    // A bound outside the range of an integer type saturates.
    private static Tensor Bound(double value, DType dtype) => dtype.IsFloating ? Tensor.Number(value, dtype)
        : dtype == DType.Int64 ? Tensor.Number((long)value, dtype)
        : Tensor.Number((long)Math.Clamp(value, dtype == DType.Int32 ? int.MinValue : 0, dtype == DType.Int32 ? int.MaxValue : 255), dtype);
}
