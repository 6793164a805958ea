using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>log(1 + x).</summary>
internal readonly struct LogarithmOnePlus<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T>
    {
        // 1 + x rounds off the low bits of a small x; u - 1 is the part that was added (Higham, Accuracy and Stability of Numerical
        // Algorithms, 1.14.1).
        var u = V.One + x;
        var corrected = V.Log(u) * (x / (u - V.One));
        var finite = V.WhereEqual(u, V.Number(double.PositiveInfinity), u, corrected);
        return V.WhereEqual(u, V.One, x, finite);
    }
}

/// <summary>1 / (1 + e⁻ˣ); for very negative x the exponential overflows to infinity, and its reciprocal is the correct zero.</summary>
internal readonly struct Sigmoid<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => V.One / (Exponential<T>.Of(-x) + V.One);
}

/// <summary>log(1 + eˣ) = max(x, 0) + log(1 + e^(−|x|)), which cannot overflow.</summary>
internal readonly struct Softplus<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T>
    {
        var power = Exponential<T>.Of(-V.Abs(x));
        return V.MaxOrSecond(V.Zero, x) + (typeof(T) == typeof(float) ? LogarithmOfOneToTwo(power) : LogarithmOnePlus<T>.Of(power));
    }

    /// <summary>
    /// log(1 + u) for u from 0 to 1, in float32: a rational minimax approximation of log(1 + u)/u with relative error 1.9e-8.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogarithmOfOneToTwo<V>(V u) where V : struct, IVector<V, T> =>
        u * Polynomial<V, T>.Of(u, 0.9220971f, 0.7996366f, 0.1141227f)
            / Polynomial<V, T>.Of(u, 0.9220971f, 1.2606834f, 0.4371283f, 0.02867219f);
}

/// <summary>x · sigmoid(x).</summary>
internal readonly struct Silu<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => x * Sigmoid<T>.Of(x);
}

/// <summary>x · 0.5 · (1 + erf(x / √2)), with the rounding of the separate operations.</summary>
internal readonly struct Gelu<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T>
    {
        var erf = ErrorFunction<T>.Of(x * V.Number(Math.Sqrt(0.5)));
        return x * V.Number(0.5) * (erf + V.One);
    }
}

/// <summary>x above zero, alpha · (eˣ − 1) elsewhere, with the rounding of the separate operations.</summary>
internal readonly struct Elu<T> : IVectorOperator<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x, V alpha) where V : struct, IVector<V, T> =>
        V.WhereLess(V.Zero, x, x, (Exponential<T>.Of(V.MinOrSecond(V.Zero, x)) - V.One) * alpha);
}

/// <summary>x above zero, slope · x elsewhere.</summary>
internal readonly struct LeakyRelu<T> : IVectorOperator<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x, V slope) where V : struct, IVector<V, T> => V.WhereLess(V.Zero, x, x, x * slope);
}
