using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>The normal distribution Φ(x) = (1 + erf(x / √2)) / 2 and its density φ(x) = e^(−x²/2) / √(2π).</summary>
/// <remarks>
/// For float32 the constants √2, ½ and √(2π) are folded into the coefficients of <see cref="ErrorFunction{T}"/> and of the exponential,
/// which saves a quarter of the operations.
/// </remarks>
internal static class NormalDistribution<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Φ(x) = 1/2 + erf(x / √2) / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Below<V>(V x) where V : struct, IVector<V, T>
    {
        if (typeof(T) != typeof(float))
        {
            return (ErrorFunction<T>.Of(x * V.Number(Math.Sqrt(0.5))) + V.One) * V.Number(0.5);
        }

        // Beyond this the result is zero or one; NaN, the second operand, propagates.
        x = V.MaxOrSecond(V.Number(-5.7f), V.MinOrSecond(V.Number(5.7f), x));
        var square = x * x;
        var above = Polynomial<V, T>.Of(square, 0.49594614f, 0.04184343f, 0.0057960018f, 0.00020687713f, 7.825476e-06f, 2.8156919e-08f);
        var below = Polynomial<V, T>.Of(square, 1.2431526f, 0.31207767f, 0.035463504f, 0.0023260943f, 9.032235e-05f, 1.479755e-06f);
        return V.MaxOrSecond(V.Number(-0.5), V.MinOrSecond(V.Number(0.5), x * above / below)) + V.Number(0.5);
    }

    /// <summary>φ(x) = 2ⁿ · 2ʳ / √(2π) with the integer n nearest to −x² / (2 ln 2) and a polynomial of the remainder r.</summary>
    /// <remarks>Source of the polynomial: Moshier, Methods and Programs for Mathematical Functions (1989), the library Cephes.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Density<V>(V x) where V : struct, IVector<V, T>
    {
        if (typeof(T) != typeof(float))
        {
            return Exponential<T>.Of(x * x * V.Number(-0.5)) * V.Number(1 / Math.Sqrt(2 * Math.PI));
        }

        // Beyond this the result is zero.
        var square = V.MinOrSecond(V.Number(300), x * x);
        var scale = V.Number(-0.7213475f);
        var n = V.MultiplyAdd(square, scale, V.Number(WholeNumbers.Single)) - V.Number(WholeNumbers.Single);
        var r = V.MultiplyAdd(square, scale, -n);
        var p = Polynomial<V, T>.Of(r, 0.27652574f, 0.0958365f, 0.022142623f, 0.0038372013f, 0.0005345378f, 6.125105e-05f);
        return V.Scale(V.MultiplyAdd(p, r, V.Number(0.3989423f)), n);
    }
}
