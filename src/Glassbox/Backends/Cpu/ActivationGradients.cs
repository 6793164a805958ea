using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

/// <summary>The gradient behind an activation from that of its result, for arrays of equal length.</summary>
internal interface IActivationGradient<T>
{
    /// <summary>The derivative at each element of a stretch, short enough for the cache.</summary>
    static abstract void Derivative(ReadOnlySpan<T> x, Span<T> y);
}

/// <summary>a · f'(b), where f' takes several steps: a stretch at a time, which stays in the cache.</summary>
internal readonly struct GradientOf<T, TActivation> : IBinaryOperator<T>
    where T : struct, IFloatingPointIeee754<T>
    where TActivation : IActivationGradient<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (var start = 0; start < y.Length; start += CpuBackend.Stretch)
        {
            var part = y.Slice(start, Math.Min(CpuBackend.Stretch, y.Length - start));
            TActivation.Derivative(b.Slice(start, part.Length), part);
            TensorPrimitives.Multiply(a.Slice(start, part.Length), part, part);
        }
    }

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y)
    {
        Span<T> derivative = [b];
        TActivation.Derivative([b], derivative);
        TensorPrimitives.Multiply(a, derivative[0], y);
    }

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y)
    {
        TActivation.Derivative(b, y);
        TensorPrimitives.Multiply(y, a, y);
    }
}

/// <summary>Of y = sigmoid(x), from y: y · (1 − y).</summary>
internal readonly struct SigmoidDerivative<T> : IActivationGradient<T> where T : struct, IFloatingPointIeee754<T>
{
    public static void Derivative(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Subtract(T.One, x, y);
        TensorPrimitives.Multiply(x, y, y);
    }
}

/// <summary>Of y = tanh(x), from y: 1 − y².</summary>
internal readonly struct TanhDerivative<T> : IActivationGradient<T> where T : struct, IFloatingPointIeee754<T>
{
    public static void Derivative(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Multiply(x, x, y);
        TensorPrimitives.Subtract(T.One, y, y);
    }
}

/// <summary>Of y = x · Φ(x), from x: Φ(x) + x · φ(x), with the normal distribution Φ and its density φ.</summary>
internal readonly struct GeluDerivative<T> : IActivationGradient<T> where T : struct, IFloatingPointIeee754<T>
{
    public static void Derivative(ReadOnlySpan<T> x, Span<T> y)
    {
        using var scratch = new Scratch<T>(x.Length);
        var density = scratch.Span;
        TensorPrimitives.Multiply(x, x, density);
        TensorPrimitives.Multiply(density, T.CreateTruncating(-0.5), density);
        TensorPrimitives.Exp(density, density);
        TensorPrimitives.Multiply(density, x, density);
        TensorPrimitives.Multiply(density, T.CreateTruncating(1 / Math.Sqrt(2 * Math.PI)), density);
        Below(x, y);
        TensorPrimitives.Add(y, density, y);
    }

    /// <summary>Φ(x) = (1 + erf(x / √2)) / 2.</summary>
    private static void Below(ReadOnlySpan<T> x, Span<T> y)
    {
        TensorPrimitives.Divide(x, T.CreateTruncating(Math.Sqrt(2)), y);
        ErrorFunction.Apply<T>(y, y);
        TensorPrimitives.Add(y, T.One, y);
        TensorPrimitives.Multiply(y, T.CreateTruncating(0.5), y);
    }
}
