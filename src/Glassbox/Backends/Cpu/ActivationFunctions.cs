using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>log(1 + x).</summary>
internal readonly struct LogarithmOnePlus<T> : IVectorFunction<T> where T : struct, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x)
    {
        // log(1 + x) loses x when it is small; u - 1 is what was really added (Higham, Accuracy and Stability of Numerical Algorithms, 1.14.1).
        var u = Vector<T>.One + x;
        var corrected = Log(u) * (x / (u - Vector<T>.One));
        var finite = Vector.ConditionalSelect(Vector.Equals(u, new Vector<T>(T.PositiveInfinity)), u, corrected);
        return Vector.ConditionalSelect(Vector.Equals(u, Vector<T>.One), x, finite);
    }

    private static Vector<T> Log(Vector<T> x) =>
        typeof(T) == typeof(float) ? Vector.Log(x.As<T, float>()).As<float, T>() : Vector.Log(x.As<T, double>()).As<double, T>();
}

/// <summary>1 / (1 + e⁻ˣ); the exponential becomes infinite for very negative x, whose reciprocal is the right zero.</summary>
internal readonly struct Sigmoid<T> : IVectorFunction<T> where T : struct, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x) => Vector<T>.One / (Exponential<T>.Of(-x) + Vector<T>.One);
}

/// <summary>log(1 + eˣ) = max(x, 0) + log(1 + e^(−|x|)), which cannot overflow.</summary>
internal readonly struct Softplus<T> : IVectorFunction<T> where T : struct, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x)
    {
        var power = Exponential<T>.Of(-Vector.Abs(x));
        return Vector.Max(x, Vector<T>.Zero) + (typeof(T) == typeof(float) ? LogarithmOfOneToTwo(power.As<T, float>()).As<float, T>() : LogarithmOnePlus<T>.Of(power));
    }

    /// <summary>log(1 + u) for u from 0 to 1: where 1 + u is more than √2, as log((1 + u) / 2) + log 2, so that the polynomial has to reach from −0.29 to 0.41 only.</summary>
    /// <remarks>Source of the polynomial: Moshier, Methods and Programs for Mathematical Functions (1989), the library Cephes.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LogarithmOfOneToTwo(Vector<float> u)
    {
        var halved = Vector.GreaterThan(u, new Vector<float>(0.414213562f)).As<int, float>();
        var half = new Vector<float>(0.5f);
        var z = Vector.ConditionalSelect(halved, (u - Vector<float>.One) * half, u);
        var p = FusedVector.MultiplyAdd(z, new Vector<float>(7.0376836292e-2f), new Vector<float>(-1.1514610310e-1f));
        p = FusedVector.MultiplyAdd(p, z, new Vector<float>(1.1676998740e-1f));
        p = FusedVector.MultiplyAdd(p, z, new Vector<float>(-1.2420140846e-1f));
        p = FusedVector.MultiplyAdd(p, z, new Vector<float>(1.4249322787e-1f));
        p = FusedVector.MultiplyAdd(p, z, new Vector<float>(-1.6668057665e-1f));
        p = FusedVector.MultiplyAdd(p, z, new Vector<float>(2.0000714765e-1f));
        p = FusedVector.MultiplyAdd(p, z, new Vector<float>(-2.4999993993e-1f));
        p = FusedVector.MultiplyAdd(p, z, new Vector<float>(3.3333331174e-1f));
        var square = z * z;
        var rest = FusedVector.MultiplyAdd(p * z, square, (halved & new Vector<float>(-2.12194440e-4f)) - (square * half));
        return z + rest + (halved & new Vector<float>(0.693359375f));
    }
}

/// <summary>x · sigmoid(x).</summary>
internal readonly struct Silu<T> : IVectorFunction<T> where T : struct, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x) => x * Sigmoid<T>.Of(x);
}

/// <summary>x · 0.5 · (1 + erf(x / √2)), in the steps of the operations.</summary>
internal readonly struct Gelu<T> : IVectorFunction<T> where T : struct, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x)
    {
        var erf = ErrorFunction<T>.Of(x / new Vector<T>(T.CreateTruncating(Math.Sqrt(2))));
        return x * new Vector<T>(T.CreateTruncating(0.5)) * (erf + Vector<T>.One);
    }
}

/// <summary>x above zero, alpha · (eˣ − 1) elsewhere, in the steps of the operations.</summary>
internal readonly struct Elu<T> : IVectorOperator<T> where T : struct, IFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x, Vector<T> alpha) =>
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, (Exponential<T>.Of(Vector.Min(x, Vector<T>.Zero)) - Vector<T>.One) * alpha);
}

/// <summary>x above zero, slope · x elsewhere.</summary>
internal readonly struct LeakyRelu<T> : IVectorOperator<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x, Vector<T> slope) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, x * slope);
}
