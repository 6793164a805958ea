using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The optimizers' updates, each in one pass over the weights: every array is read and written once. The numbers of one update and its formula for a vector of neighbouring weights stand
/// together; <see cref="OptimizerPass"/> walks over the arrays with them.
/// </summary>
internal interface IOptimizerStep<T> where T : unmanaged
{
    /// <summary>How many slots the formula has at most.</summary>
    static abstract int Slots { get; }

    /// <summary>How many of them, from the first on, are never empty.</summary>
    static abstract int NeededSlots { get; }

    /// <summary>The new weights. What the optimizer remembers of each weight, its slots, is changed in place; a slot that it does without is zero and of no interest.</summary>
    V Update<V>(V weight, V gradient, ref V slot1, ref V slot2, ref V slot3) where V : struct, IVector<V, T>;
}

/// <summary>w ← w − η·g, or with momentum v ← μ·v − η·g; w ← w + v (Nesterov: w + μ·v − η·g). The only slot is the velocity.</summary>
internal readonly struct SgdStep<T>(T learningRate, T momentum, bool hasVelocity, bool nesterov) : IOptimizerStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T smallest = Negligible.Value<T>();

    public static int Slots => 1;

    public static int NeededSlots => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Update<V>(V weight, V gradient, ref V velocity, ref V slot2, ref V slot3) where V : struct, IVector<V, T>
    {
        var step = V.All(learningRate) * Negligible.Drop(gradient, smallest);
        if (!hasVelocity)
        {
            return weight - step;
        }

        velocity = Negligible.Drop((V.All(momentum) * velocity) - step, smallest);
        return weight + (nesterov ? (V.All(momentum) * velocity) - step : velocity);
    }
}

/// <summary>v ← ρ·v + (1 − ρ)·g²; w ← w − η·g / √(v + ε), with momentum and centring where they are asked for. Slots: velocity, momentum, average.</summary>
internal readonly struct RmsPropStep<T>(T learningRate, T rho, T momentum, T epsilon, bool hasMomentum, bool centered) : IOptimizerStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rest = T.One - rho;
    private readonly T smallest = Negligible.Value<T>();
    private readonly T smallestSquare = Negligible.Square(epsilon);
    private readonly T smallestRoot = Negligible.SquareRoot(epsilon);

    public static int Slots => 3;

    public static int NeededSlots => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Update<V>(V weight, V gradient, ref V velocity, ref V moved, ref V mean) where V : struct, IVector<V, T>
    {
        var g = Negligible.Drop(gradient, smallest);
        var root = Negligible.Drop(g, smallestRoot);
        velocity = Negligible.Drop((V.All(rho) * velocity) + (V.All(rest) * root * root), smallestSquare);
        var denominator = velocity + V.All(epsilon);
        if (centered)
        {
            mean = Negligible.Drop((V.All(rho) * mean) + (V.All(rest) * g), smallestRoot);
            denominator -= mean * mean;
        }

        var step = V.All(learningRate) * g / V.SquareRoot(denominator);
        if (hasMomentum)
        {
            step = Negligible.Drop(step + (V.All(momentum) * moved), smallest);
            moved = step;
        }

        return weight - step;
    }
}

/// <summary>m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); w ← w − α·m / (√v + ε). Slots: m, v.</summary>
internal readonly struct AdamStep<T>(T alpha, T beta1, T beta2, T epsilon) : IOptimizerStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T rest1 = T.One - beta1;
    private readonly T rest2 = T.One - beta2;
    private readonly T smallest = Negligible.Value<T>();
    private readonly T smallestSquare = Negligible.Square(epsilon);
    private readonly T smallestRoot = Negligible.SquareRoot(epsilon);

    public static int Slots => 2;

    public static int NeededSlots => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Update<V>(V weight, V gradient, ref V m, ref V v, ref V slot3) where V : struct, IVector<V, T>
    {
        Remember(gradient, ref m, ref v);
        return Move(weight, m, v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remember<V>(V gradient, ref V m, ref V v) where V : struct, IVector<V, T>
    {
        var g = Negligible.Drop(gradient, smallest);
        var root = Negligible.Drop(gradient, smallestRoot);
        m = Negligible.Drop(m + ((g - m) * V.All(rest1)), smallest);
        v = Negligible.Drop(v + (((root * root) - v) * V.All(rest2)), smallestSquare);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Move<V>(V weight, V m, V v) where V : struct, IVector<V, T> => weight - (m * V.All(alpha) / (V.SquareRoot(v) + V.All(epsilon)));
}

/// <summary>Adam by the largest v so far, which is the third slot.</summary>
internal readonly struct AmsGradStep<T>(AdamStep<T> adam) : IOptimizerStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Slots => 3;

    public static int NeededSlots => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Update<V>(V weight, V gradient, ref V m, ref V v, ref V largest) where V : struct, IVector<V, T>
    {
        adam.Remember(gradient, ref m, ref v);
        largest = V.Max(v, largest);
        return adam.Move(weight, m, largest);
    }
}
