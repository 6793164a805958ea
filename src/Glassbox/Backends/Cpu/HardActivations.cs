using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>min(max(x, 0), 6).</summary>
internal readonly struct Relu6<T> : IVectorFunction<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => V.MinOrSecond(V.Number(6), V.MaxOrSecond(V.Zero, x));
}

/// <summary>min(max(x + 3, 0), 6) / 6, with the rounding of the separate operations.</summary>
internal readonly struct HardSigmoid<T> : IVectorFunction<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => Relu6<T>.Of(x + V.Number(3)) / V.Number(6);
}

/// <summary>x · hardSigmoid(x).</summary>
internal readonly struct HardSilu<T> : IVectorFunction<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => x * HardSigmoid<T>.Of(x);
}

/// <summary>min(max(x, −1), 1).</summary>
internal readonly struct HardTanh<T> : IVectorFunction<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => V.MinOrSecond(V.One, V.MaxOrSecond(V.Number(-1), x));
}

/// <summary>x where |x| is above the threshold, else zero.</summary>
internal readonly struct HardShrink<T> : IVectorOperator<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x, V threshold) where V : struct, IVector<V, T> => V.WhereLess(threshold, V.Abs(x), x, V.Zero);
}

/// <summary>x − threshold above the threshold, x + threshold below minus the threshold, else zero.</summary>
internal readonly struct SoftShrink<T> : IVectorOperator<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x, V threshold) where V : struct, IVector<V, T> =>
        V.WhereLess(threshold, x, x - threshold, V.WhereLess(x, -threshold, x + threshold, V.Zero));
}

/// <summary>a where 0 &lt; b &lt; 6, else zero.</summary>
internal readonly struct Relu6Gradient<T> : IVectorOperator<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V a, V b)
        where V : struct, IVector<V, T> => V.WhereLess(V.Zero, b, V.WhereLess(b, V.Number(6), a, V.Zero), V.Zero);
}

/// <summary>a / 6 where −3 &lt; b &lt; 3, else zero, with the rounding of the separate operations.</summary>
internal readonly struct HardSigmoidGradient<T> : IVectorOperator<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V a, V b) where V : struct, IVector<V, T> => Relu6Gradient<T>.Of(a / V.Number(6), b + V.Number(3));
}

/// <summary>a · (b / 3 + 1/2) where −3 ≤ b &lt; 3, zero below, a above.</summary>
internal readonly struct HardSiluGradient<T> : IVectorOperator<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V a, V b) where V : struct, IVector<V, T> =>
        a * V.WhereLess(b, V.Number(-3), V.Zero, V.WhereLess(b, V.Number(3), (b / V.Number(3)) + V.Number(0.5), V.One));
}

/// <summary>a where −1 &lt; b &lt; 1, else zero.</summary>
internal readonly struct HardTanhGradient<T> : IVectorOperator<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V a, V b) where V : struct, IVector<V, T> => V.WhereLess(V.Abs(b), V.One, a, V.Zero);
}

/// <summary>1 where |x| is above the threshold, else zero.</summary>
internal readonly struct ShrinkDerivative<T> : IVectorOperator<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x, V threshold) where V : struct, IVector<V, T> => V.WhereLess(threshold, V.Abs(x), V.One, V.Zero);
}
