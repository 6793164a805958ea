using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>The gradient of an activation's input from that of its result: a · f'(b).</summary>
internal readonly struct GradientOf<T, TDerivative> : IVectorOperator<T> where T : unmanaged where TDerivative : IVectorFunction<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V a, V b) where V : struct, IVector<V, T> => a * TDerivative.Of(b);
}

/// <summary>Of y = sigmoid(x), from y: y · (1 − y).</summary>
internal readonly struct SigmoidDerivative<T> : IVectorFunction<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => x * (V.One - x);
}

/// <summary>Of y = tanh(x), from y: 1 − y².</summary>
internal readonly struct TanhDerivative<T> : IVectorFunction<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T> => V.One - (x * x);
}

/// <summary>Of y = x · sigmoid(x), from x: s · (1 + x · (1 − s)) with s = sigmoid(x).</summary>
internal readonly struct SiluDerivative<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x) where V : struct, IVector<V, T>
    {
        var s = Sigmoid<T>.Of(x);
        return s + (x * s * (V.One - s));
    }
}

/// <summary>Of y = x · Φ(x), from x: Φ(x) + x · φ(x), with the density φ.</summary>
internal readonly struct GeluDerivative<T> : IVectorFunction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x)
        where V : struct, IVector<V, T> => V.MultiplyAdd(x, NormalDistribution<T>.Density(x), NormalDistribution<T>.Below(x));
}

/// <summary>The derivative of elu: 1 above zero, alpha · eˣ elsewhere.</summary>
internal readonly struct EluDerivative<T> : IVectorOperator<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x, V alpha) where V : struct, IVector<V, T> =>
        V.WhereLess(V.Zero, x, V.One, Exponential<T>.Of(V.MinOrSecond(V.Zero, x)) * alpha);
}

/// <summary>The derivative of the leaky relu: 1 above zero, the slope elsewhere.</summary>
internal readonly struct LeakyReluDerivative<T> : IVectorOperator<T> where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<V>(V x, V slope) where V : struct, IVector<V, T> => V.WhereLess(V.Zero, x, V.One, slope);
}
