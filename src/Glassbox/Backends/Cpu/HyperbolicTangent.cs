using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// tanh(x), as exact near zero as elsewhere. (The platform's, of float32, is exact to 2⁻²⁴ and not to 2⁻²⁴ of the result: of small numbers it keeps few digits, and of the smallest not even
/// the sign.)
/// </summary>
/// <remarks>Source of the quotient of polynomials: Moshier, Methods and Programs for Mathematical Functions (1989), the library Cephes.</remarks>
internal static class HyperbolicTangent
{
    /// <summary>y = tanh(x), element by element.</summary>
    public static void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Tanh(x, y);
        var i = 0;
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Corrected(new Vector<T>(x[i..]), new Vector<T>(y[i..])).CopyTo(y[i..]);
        }

        for (; i < x.Length; i++)
        {
            y[i] = Corrected(new Vector<T>(x[i]), new Vector<T>(y[i]))[0];
        }
    }

    /// <summary>x + x³ · P(x²) / Q(x²) where x is small, else y.</summary>
    private static Vector<T> Corrected<T>(Vector<T> x, Vector<T> y) where T : struct, IFloatingPointIeee754<T>
    {
        var square = x * x;
        var p = (((Number(-9.64399179425052238628e-1) * square) - Number(9.92877231001918586564e1)) * square) - Number(1.61468768441708447952e3);
        var q = ((((square + Number(1.12811678491632931402e2)) * square) + Number(2.23548839060100448583e3)) * square) + Number(4.84406305325125486048e3);
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), Number(0.625)), x + (x * (square * p / q)), y);

        static Vector<T> Number(double value) => new(T.CreateTruncating(value));
    }
}
