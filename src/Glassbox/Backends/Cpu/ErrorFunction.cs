using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>The error function erf(x) = 2/√π ∫₀ˣ e^(−t²) dt, to the precision of its type.</summary>
/// <remarks>
/// For float32 a single rational minimax approximation of erf(x)/x in x² on [0, 3.92], with relative error 1.9e-8; beyond it erf rounds to
/// one. Source for float64: Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation 23 (1969).
/// </remarks>
internal readonly struct ErrorFunction<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly double[] SmallP =
        [3.20937758913846947e03, 3.77485237685302021e02, 1.13864154151050156e02, 3.16112374387056560e00, 1.85777706184603153e-1];
    private static readonly double[] SmallQ =
        [2.84423683343917062e03, 1.28261652607737228e03, 2.44024637934444173e02, 2.36012909523441209e01, 1];
    private static readonly double[] MiddleP =
    [
        1.23033935479799725e03, 2.05107837782607147e03, 1.71204761263407058e03, 8.81952221241769090e02, 2.98635138197400131e02,
        6.61191906371416295e01, 8.88314979438837594e00, 5.64188496988670089e-1, 2.15311535474403846e-8,
    ];

    private static readonly double[] MiddleQ =
    [
        1.23033935480374942e03, 3.43936767414372164e03, 4.36261909014324716e03, 3.29079923573345963e03, 1.62138957456669019e03,
        5.37181101862009858e02, 1.17693950891312499e02, 1.57449261107098347e01, 1,
    ];

    private static readonly double[] LargeP =
        [6.58749161529837803e-4, 1.60837851487422766e-2, 1.25781726111229246e-1, 3.60344899949804439e-1, 3.05326634961232344e-1,
        1.63153871373020978e-2];
    private static readonly double[] LargeQ =
        [2.33520497626869185e-3, 6.05183413124413191e-2, 5.27905102951428412e-1, 1.87295284992346725e00, 2.56852019228982242e00, 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => typeof(T) == typeof(float) ? OfSingles(x) : OfDoubles(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfSingles<V>(V x) where V : struct, IVector<V, T>
    {
        // Beyond this the approximation exceeds one; NaN, the second operand, propagates.
        x = V.MaxOrSecond(V.Number(-4.03f), V.MinOrSecond(V.Number(4.03f), x));
        var square = x * x;
        var above = Polynomial<V, T>.Of(square, 1.4027475f, 0.23670219f, 0.06557427f, 0.004681095f, 0.00035414062f, 2.5484733e-06f);
        var below = Polynomial<V, T>.Of(square, 1.2431526f, 0.62415534f, 0.14185402f, 0.018608755f, 0.0014451576f, 4.735216e-05f);
        return V.MaxOrSecond(-V.One, V.MinOrSecond(V.One, x * above / below));
    }

    /// <summary>Three approximations on three intervals.</summary>
    private static V OfDoubles<V>(V x) where V : struct, IVector<V, T>
    {
        var (size, bell) = (V.Abs(x), Exponential<T>.Of(-(x * x)));
        var middle = bell * Ratio(MiddleP, MiddleQ, size);
        var inverse = V.One / (x * x);
        var large = bell / size * (V.Number(1 / Math.Sqrt(Math.PI)) - (inverse * Ratio(LargeP, LargeQ, inverse)));
        var tail = V.WhereLessOrEqual(size, V.Number(4), middle, large);
        tail = V.WhereLessOrEqual(size, V.Number(6), tail, V.Zero);
        var result = V.WhereLessOrEqual(size, V.Number(0.46875), x * Ratio(SmallP, SmallQ, x * x), V.CopySign(V.One - tail, x));
        return V.WhereEqual(x, x, result, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Ratio<V>(double[] p, double[] q, V x) where V : struct, IVector<V, T>
    {
        var (above, below) = (V.Number(p[^1]), V.Number(q[^1]));
        for (var i = p.Length - 2; i >= 0; i--)
        {
            above = (above * x) + V.Number(p[i]);
        }

        for (var i = q.Length - 2; i >= 0; i--)
        {
            below = (below * x) + V.Number(q[i]);
        }

        return above / below;
    }
}
