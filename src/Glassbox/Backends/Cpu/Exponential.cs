using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// eˣ. For float32 it is 2ⁿ · eʳ with the whole number n nearest to x / ln 2 and a polynomial of the rest, exact to one or two units of the last place, the subnormal results included; for float64 it is the
/// platform's. (The platform's of float32 goes through float64, which costs twice the time.)
/// </summary>
/// <remarks>Source of the polynomial and of ln 2 in two parts: Moshier, Methods and Programs for Mathematical Functions (1989), the library Cephes.</remarks>
internal readonly struct Exponential<T> : IVectorFunction<T> where T : struct, IFloatingPointIeee754<T>
{
    /// <summary>Added to a small number, it leaves the nearest whole number in the lowest bits.</summary>
    private const float Whole = 12_582_912;

    private const int WholeBits = 0x4B400000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x) => typeof(T) == typeof(float) ? OfSingles(x.As<T, float>()).As<float, T>() : Vector.Exp(x.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> OfSingles(Vector<float> x)
    {
        // Beyond these everything is zero or infinity; the native operations let NaN, the second operand, through.
        x = Vector.MaxNative(new Vector<float>(-104), Vector.MinNative(new Vector<float>(89), x));
        var shifted = FusedVector.MultiplyAdd(x, new Vector<float>(1.44269504f), new Vector<float>(Whole));
        var n = shifted - new Vector<float>(Whole);
        var r = FusedVector.MultiplyAdd(n, new Vector<float>(2.12194440e-4f), FusedVector.MultiplyAdd(n, new Vector<float>(-0.693359375f), x));
        var p = FusedVector.MultiplyAdd(r, new Vector<float>(1.9875691500e-4f), new Vector<float>(1.3981999507e-3f));
        p = FusedVector.MultiplyAdd(p, r, new Vector<float>(8.3334519073e-3f));
        p = FusedVector.MultiplyAdd(p, r, new Vector<float>(4.1665795894e-2f));
        p = FusedVector.MultiplyAdd(p, r, new Vector<float>(1.6666665459e-1f));
        p = FusedVector.MultiplyAdd(p, r, new Vector<float>(5.0000001201e-1f));
        p = FusedVector.MultiplyAdd(p, r * r, r) + Vector<float>.One;

        // 2ⁿ in two factors, since n reaches beyond the exponents that a float has.
        var power = shifted.As<float, int>() - new Vector<int>(WholeBits);
        var half = power >> 1;
        return p * PowerOfTwo(half) * PowerOfTwo(power - half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> PowerOfTwo(Vector<int> n) => ((n + new Vector<int>(127)) << 23).As<int, float>();
}
