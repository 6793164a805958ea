using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>a + b, element by element with broadcasting. Truth values are joined by or.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Add(Tensor a, Tensor b)
    {
        (a, b) = Promote(a, b);
        var y = Kernels.Binary(a.DType == DType.Bool ? BinaryOp.Maximum : BinaryOp.Add, a, b);
        return Record("add", y, (a, dy => SumTo(dy, a.Shape)), (b, dy => SumTo(dy, b.Shape)));
    }

    /// <summary>a − b, element by element with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or both are truth values.</exception>
    public static Tensor Subtract(Tensor a, Tensor b)
    {
        (a, b) = Promote(a, b);
        if (a.DType == DType.Bool)
        {
            throw new ArgumentException("Truth values are not subtracted; use NotEqual for exclusive or, or cast them first.", nameof(a));
        }

        var y = Kernels.Binary(BinaryOp.Subtract, a, b);
        return Record("subtract", y, (a, dy => SumTo(dy, a.Shape)), (b, dy => SumTo(-dy, b.Shape)));
    }

    /// <summary>a · b, element by element with broadcasting. Truth values are joined by and.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Multiply(Tensor a, Tensor b)
    {
        (a, b) = Promote(a, b);
        var y = Kernels.Binary(a.DType == DType.Bool ? BinaryOp.Minimum : BinaryOp.Multiply, a, b);
        return Record("multiply", y, (a, dy => SumTo(dy * b, a.Shape)), (b, dy => SumTo(dy * a, b.Shape)));
    }

    /// <summary>a / b, element by element with broadcasting. Integers are divided as float64.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Divide(Tensor a, Tensor b)
    {
        (a, b) = Promote(a, b);
        (a, b) = (Floating(a), Floating(b));
        var y = Kernels.Binary(BinaryOp.Divide, a, b);
        return Record("divide", y, (a, dy => SumTo(dy / b, a.Shape)), (b, dy => SumTo(-dy * y / b, b.Shape)));
    }

    /// <summary>a / b rounded down, element by element with broadcasting. An integer over zero is zero, as in NumPy.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor FloorDivide(Tensor a, Tensor b)
    {
        (a, b) = PromoteNumbers(a, b);
        return Kernels.Binary(BinaryOp.FloorDivide, a, b);
    }

    /// <summary>What <see cref="FloorDivide"/> leaves: a − b · ⌊a / b⌋. It has the sign of b, as in Python.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Mod(Tensor a, Tensor b)
    {
        (a, b) = PromoteNumbers(a, b);
        var y = Kernels.Binary(BinaryOp.Remainder, a, b);
        return a.DType.IsFloating ? Record("mod", y, (a, dy => SumTo(dy, a.Shape)), (b, dy => SumTo(-dy * FloorDivide(a, b), b.Shape))) : y;
    }

    /// <summary>a to the power b, element by element with broadcasting.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or an integer has a negative exponent.</exception>
    public static Tensor Power(Tensor a, Tensor b)
    {
        (a, b) = PromoteNumbers(a, b);
        if (!a.DType.IsFloating && b.Size > 0 && Min(b).ToScalar<long>() < 0)
        {
            throw new ArgumentException("Integers to negative powers are not integers; cast the base to float first.", nameof(b));
        }

        var y = Kernels.Binary(BinaryOp.Power, a, b);
        if (!a.DType.IsFloating)
        {
            return y;
        }

        // The logarithm of a non-positive base would be NaN; with respect to the exponent such a base counts as constant.
        return Record(
            "power",
            y,
            (a, dy => SumTo(dy * b * Power(a, b - 1), a.Shape)),
            (b, dy => SumTo(dy * y * Log(Where(a > 0, a, OnesLike(a))), b.Shape)));
    }

    /// <summary>The larger of both, element by element with broadcasting; NaN if either is. The gradient goes to the larger, to a where they are equal.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Maximum(Tensor a, Tensor b)
    {
        (a, b) = Promote(a, b);
        var y = Kernels.Binary(BinaryOp.Maximum, a, b);
        return Record("maximum", y, (a, dy => SumTo(dy * Cast(a >= b, dy.DType), a.Shape)), (b, dy => SumTo(dy * Cast(a < b, dy.DType), b.Shape)));
    }

    /// <summary>The smaller of both, element by element with broadcasting; NaN if either is. The gradient goes to the smaller, to a where they are equal.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Minimum(Tensor a, Tensor b)
    {
        (a, b) = Promote(a, b);
        var y = Kernels.Binary(BinaryOp.Minimum, a, b);
        return Record("minimum", y, (a, dy => SumTo(dy * Cast(a <= b, dy.DType), a.Shape)), (b, dy => SumTo(dy * Cast(a > b, dy.DType), b.Shape)));
    }

    /// <summary>−x, element by element.</summary>
    public static Tensor Negative(Tensor x) => Unary("negative", UnaryOp.Negate, x, (dy, _) => -dy);

    /// <summary>The magnitude |x|, element by element. The gradient at zero is zero.</summary>
    public static Tensor Abs(Tensor x) => Unary("abs", UnaryOp.Abs, x, (dy, _) => dy * Sign(x));

    /// <summary>−1, 0 or 1 after the sign, element by element.</summary>
    public static Tensor Sign(Tensor x) => Unary("sign", UnaryOp.Sign, x, (dy, _) => ZerosLike(dy));

    /// <summary>x², element by element.</summary>
    public static Tensor Square(Tensor x) => Unary("square", UnaryOp.Square, x, (dy, _) => dy * (x * 2));

    /// <summary>x cut to [xMin, xMax], element by element. The gradient is zero where something was cut off.</summary>
    /// <exception cref="ArgumentException"><paramref name="xMin"/> is larger than <paramref name="xMax"/>.</exception>
    public static Tensor Clip(Tensor x, double xMin, double xMax)
    {
        if (xMin > xMax)
        {
            throw new ArgumentException($"Clip needs xMin ≤ xMax; received {xMin} and {xMax}.", nameof(xMin));
        }

        // Whole bounds leave integers what they are.
        var (low, high) = double.IsInteger(xMin) && double.IsInteger(xMax) ? (Beside(x, (long)xMin), Beside(x, (long)xMax)) : (Beside(x, xMin), Beside(x, xMax));
        var number = Cast(x, DType.Promote(x.DType, low.DType));
        var y = Kernels.Binary(BinaryOp.Minimum, Kernels.Binary(BinaryOp.Maximum, number, low), high);
        return Record("clip", y, (number, dy => dy * Cast(Multiply(number >= low, number <= high), dy.DType)));
    }

    private static (Tensor A, Tensor B) PromoteNumbers(Tensor a, Tensor b)
    {
        (a, b) = Promote(a, b);
        return a.DType == DType.Bool ? (a.To(DType.Int64), b.To(DType.Int64)) : (a, b);
    }
}
