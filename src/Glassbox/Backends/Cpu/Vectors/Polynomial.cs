using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Vectorized polynomials, coefficients from the constant term on, by Estrin's scheme: pairs of terms are independent, which shortens the
/// dependency chain and hides latency.
/// </summary>
internal static class Polynomial<V, T> where V : struct, IVector<V, T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of(V x, double c0, double c1, double c2) => V.MultiplyAdd(V.Number(c2), x * x, Pair(x, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of(V x, double c0, double c1, double c2, double c3) => V.MultiplyAdd(Pair(x, c2, c3), x * x, Pair(x, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of(V x, double c0, double c1, double c2, double c3, double c4)
    {
        var square = x * x;
        return V.MultiplyAdd(V.MultiplyAdd(V.Number(c4), square, Pair(x, c2, c3)), square, Pair(x, c0, c1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of(V x, double c0, double c1, double c2, double c3, double c4, double c5)
    {
        var square = x * x;
        return V.MultiplyAdd(V.MultiplyAdd(Pair(x, c4, c5), square, Pair(x, c2, c3)), square, Pair(x, c0, c1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Pair(V x, double c0, double c1) => V.MultiplyAdd(x, V.Number(c1), V.Number(c0));
}
