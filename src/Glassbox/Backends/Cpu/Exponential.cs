using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// eˣ = 2ⁿ · eʳ with the integer n nearest to x / ln 2 and a polynomial (float32) or rational (float64) approximation of eʳ, accurate to
/// one or two ulp, subnormal results included. (The platform's float32 version goes through float64 at twice the cost; its float64 version
/// rounds differently if another lane of the vector overflows or underflows.)
/// </summary>
/// <remarks>
/// Source of the polynomials and of ln 2 split in two parts: Moshier, Methods and Programs for Mathematical Functions (1989), the library
/// Cephes.
/// </remarks>
internal readonly struct Exponential<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => typeof(T) == typeof(float) ? OfSingles(x) : OfDoubles(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfSingles<V>(V x) where V : struct, IVector<V, T>
    {
        // Beyond these bounds the result is zero or infinity; NaN, the second operand, propagates.
        x = V.MaxOrSecond(V.Number(-104), V.MinOrSecond(V.Number(89), x));
        var n = V.MultiplyAdd(x, V.Number(1.44269504f), V.Number(WholeNumbers.Single)) - V.Number(WholeNumbers.Single);
        var r = V.MultiplyAdd(n, V.Number(2.12194440e-4f), V.MultiplyAdd(n, V.Number(-0.693359375f), x));
        var p = Polynomial<V, T>.Of(r, 5.0000001201e-1f, 1.6666665459e-1f, 4.1665795894e-2f, 8.3334519073e-3f, 1.3981999507e-3f,
            1.9875691500e-4f);
        return V.Scale(V.MultiplyAdd(p, r * r, r) + V.One, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfDoubles<V>(V x) where V : struct, IVector<V, T>
    {
        x = V.MaxOrSecond(V.Number(-746), V.MinOrSecond(V.Number(710), x));
        var n = V.MultiplyAdd(x, V.Number(1.4426950408889634073599), V.Number(WholeNumbers.Double)) - V.Number(WholeNumbers.Double);
        var r = V.MultiplyAdd(n, V.Number(-1.42860682030941723212e-6), V.MultiplyAdd(n, V.Number(-6.93145751953125e-1), x));
        var square = r * r;
        var p = r * Polynomial<V, T>.Of(square, 9.99999999999999999910e-1, 3.02994407707441961300e-2, 1.26177193074810590878e-4);
        var q = Polynomial<V, T>.Of(square, 2.00000000000000000005, 2.27265548208155028766e-1, 2.52448340349684104192e-3,
            3.00198505138664455042e-6);
        return V.Scale(V.MultiplyAdd(V.Number(2), p / (q - p), V.One), n);
    }
}
