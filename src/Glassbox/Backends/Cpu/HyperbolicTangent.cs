using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// tanh(x) = 1 − 2 / (e²ˣ + 1), and a polynomial or a quotient of polynomials where x is small, so that it is as exact near zero as elsewhere.
/// </summary>
/// <remarks>Source of the polynomials: Moshier, Methods and Programs for Mathematical Functions (1989), the library Cephes.</remarks>
internal readonly struct HyperbolicTangent<T> : IVectorFunction<T> where T : struct, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x)
    {
        var size = Vector.Abs(x);
        var large = Vector<T>.One - (Number(2) / (Exponential<T>.Of(size + size) + Vector<T>.One));
        var square = x * x;
        var small = typeof(T) == typeof(float) ? OfSmallSingles(square.As<T, float>()).As<float, T>() : OfSmallDoubles(square);
        return Vector.ConditionalSelect(Vector.LessThan(size, Number(0.625)), FusedVector.MultiplyAdd(x, square * small, x), CopySign(large, x));
    }

    /// <summary>(tanh(x) − x) / x³, of x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> OfSmallSingles(Vector<float> square)
    {
        var p = FusedVector.MultiplyAdd(square, new Vector<float>(-5.70498872745e-3f), new Vector<float>(2.06390887954e-2f));
        p = FusedVector.MultiplyAdd(p, square, new Vector<float>(-5.37397155531e-2f));
        p = FusedVector.MultiplyAdd(p, square, new Vector<float>(1.33314422036e-1f));
        return FusedVector.MultiplyAdd(p, square, new Vector<float>(-3.33332819422e-1f));
    }

    private static Vector<T> OfSmallDoubles(Vector<T> square)
    {
        var p = (((Number(-9.64399179425052238628e-1) * square) - Number(9.92877231001918586564e1)) * square) - Number(1.61468768441708447952e3);
        var q = ((((square + Number(1.12811678491631932402e2)) * square) + Number(2.23548839060100448583e3)) * square) + Number(4.84406305325125486048e3);
        return p / q;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> CopySign(Vector<T> value, Vector<T> sign) => typeof(T) == typeof(float)
        ? Vector.CopySign(value.As<T, float>(), sign.As<T, float>()).As<float, T>()
        : Vector.CopySign(value.As<T, double>(), sign.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Number(double value) => new(T.CreateTruncating(value));
}
