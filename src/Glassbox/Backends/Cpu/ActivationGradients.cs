using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>The gradient behind an activation from that of its result: a · f'(b).</summary>
internal readonly struct GradientOf<T, TDerivative> : IVectorOperator<T> where TDerivative : IVectorFunction<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> a, Vector<T> b) => a * TDerivative.Of(b);
}

/// <summary>Of y = sigmoid(x), from y: y · (1 − y).</summary>
internal readonly struct SigmoidDerivative<T> : IVectorFunction<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x) => x * (Vector<T>.One - x);
}

/// <summary>Of y = tanh(x), from y: 1 − y².</summary>
internal readonly struct TanhDerivative<T> : IVectorFunction<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x) => Vector<T>.One - (x * x);
}

/// <summary>Of y = x · sigmoid(x), from x: s · (1 + x · (1 − s)) with s = sigmoid(x).</summary>
internal readonly struct SiluDerivative<T> : IVectorFunction<T> where T : struct, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x)
    {
        var s = Sigmoid<T>.Of(x);
        return s + (x * s * (Vector<T>.One - s));
    }
}

/// <summary>Of y = x · Φ(x), from x: Φ(x) + x · φ(x), with the normal distribution Φ(x) = (1 + erf(x / √2)) / 2 and its density φ, which share an exponential.</summary>
internal readonly struct GeluDerivative<T> : IVectorFunction<T> where T : struct, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x)
    {
        var t = x * Number(1 / Math.Sqrt(2));
        var bell = ErrorFunction<T>.Bell(t);
        return ((ErrorFunction<T>.Of(t, bell) + Vector<T>.One) * Number(0.5)) + (x * bell * Number(1 / Math.Sqrt(2 * Math.PI)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Number(double value) => new(T.CreateTruncating(value));
}

/// <summary>The derivative of elu: 1 above zero, alpha · eˣ elsewhere.</summary>
internal readonly struct EluDerivative<T> : IVectorOperator<T> where T : struct, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x, Vector<T> alpha) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), Vector<T>.One, Exponential<T>.Of(Vector.Min(x, Vector<T>.Zero)) * alpha);
}

/// <summary>The derivative of the leaky relu: 1 above zero, the slope elsewhere.</summary>
internal readonly struct LeakyReluDerivative<T> : IVectorOperator<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x, Vector<T> slope) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), Vector<T>.One, slope);
}
