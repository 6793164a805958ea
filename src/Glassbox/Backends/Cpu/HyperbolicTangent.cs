using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// tanh(x). For float32 a rational minimax approximation of tanh(x)/x in x² on [0, 9.02], with relative error 2.1e-8; beyond it tanh rounds
/// to one. For float64 1 − 2 / (e²ˣ + 1), and a rational approximation for small x, where that formula would lose accuracy.
/// </summary>
/// <remarks>
/// Source of the polynomials for float64: Moshier, Methods and Programs for Mathematical Functions (1989), the library Cephes.
/// </remarks>
internal readonly struct HyperbolicTangent<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => typeof(T) == typeof(float) ? OfSingles(x) : OfDoubles(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfSingles<V>(V x) where V : struct, IVector<V, T>
    {
        var (size, square) = (V.Abs(x), x * x);
        var above = Polynomial<V, T>.Of(square, 1.7435625f, 0.23328336f, 0.0060920226f, 3.5887882e-05f, 2.3221734e-08f);
        var below = Polynomial<V, T>.Of(square, 1.7435625f, 0.8144705f, 0.04510766f, 0.00057242054f, 1.3533182e-06f);
        var quotient = V.MinOrSecond(V.One, size * above / below);
        return V.CopySign(V.WhereLess(V.Number(9.02f), size, V.One, quotient), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfDoubles<V>(V x) where V : struct, IVector<V, T>
    {
        var (size, square) = (V.Abs(x), x * x);
        var large = V.One - (V.Number(2) / (Exponential<T>.Of(size + size) + V.One));
        var p = (((V.Number(-9.64399179425052238628e-1) * square) - V.Number(9.92877231001918586564e1)) * square)
            - V.Number(1.61468768441708447952e3);
        var q = ((((square + V.Number(1.12811678491631932402e2)) * square) + V.Number(2.23548839060100448583e3)) * square)
            + V.Number(4.84406305325125486048e3);
        return V.WhereLess(size, V.Number(0.625), V.MultiplyAdd(x, square * p / q, x), V.CopySign(large, x));
    }
}
