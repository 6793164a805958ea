using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The optimizers' updates, each in one pass over the weights: every array is read and written once. The numbers of one update and its formula for a vector of neighbouring weights stand
/// together; <see cref="OptimizerPass"/> walks over the arrays with them.
/// </summary>
internal interface IOptimizerStep<T> where T : unmanaged
{
    /// <summary>The new weights. What the optimizer remembers of each weight, its slots, is changed in place; a slot that it does without is zero and of no interest.</summary>
    Vector<T> Update(Vector<T> weight, Vector<T> gradient, ref Vector<T> slot1, ref Vector<T> slot2, ref Vector<T> slot3);
}

/// <summary>w ← w − η·g, or with momentum v ← μ·v − η·g; w ← w + v (Nesterov: w + μ·v − η·g). The only slot is the velocity.</summary>
internal readonly struct SgdStep<T>(T learningRate, T momentum, bool hasVelocity, bool nesterov) : IOptimizerStep<T> where T : unmanaged, INumber<T>
{
    private readonly Vector<T> rate = new(learningRate);
    private readonly Vector<T> mu = new(momentum);
    private readonly Vector<T> smallest = Negligible.Value<T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Update(Vector<T> weight, Vector<T> gradient, ref Vector<T> velocity, ref Vector<T> slot2, ref Vector<T> slot3)
    {
        var step = rate * Negligible.Drop(gradient, smallest);
        if (!hasVelocity)
        {
            return weight - step;
        }

        velocity = Negligible.Drop((mu * velocity) - step, smallest);
        return weight + (nesterov ? (mu * velocity) - step : velocity);
    }
}

/// <summary>v ← ρ·v + (1 − ρ)·g²; w ← w − η·g / √(v + ε), with momentum and centring where they are asked for. Slots: velocity, momentum, average.</summary>
internal readonly struct RmsPropStep<T>(T learningRate, T rho, T momentum, T epsilon, bool hasMomentum, bool centered) : IOptimizerStep<T> where T : unmanaged, INumber<T>
{
    private readonly Vector<T> rate = new(learningRate);
    private readonly Vector<T> decay = new(rho);
    private readonly Vector<T> rest = new(T.One - rho);
    private readonly Vector<T> mu = new(momentum);
    private readonly Vector<T> eps = new(epsilon);
    private readonly Vector<T> smallest = Negligible.Value<T>();
    private readonly Vector<T> smallestSquare = Negligible.Square(epsilon);
    private readonly Vector<T> smallestRoot = Negligible.SquareRoot(epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Update(Vector<T> weight, Vector<T> gradient, ref Vector<T> velocity, ref Vector<T> moved, ref Vector<T> mean)
    {
        var g = Negligible.Drop(gradient, smallest);
        var root = Negligible.Drop(g, smallestRoot);
        velocity = Negligible.Drop((decay * velocity) + (rest * root * root), smallestSquare);
        var denominator = velocity + eps;
        if (centered)
        {
            mean = Negligible.Drop((decay * mean) + (rest * g), smallestRoot);
            denominator -= mean * mean;
        }

        var step = rate * g / Vector.SquareRoot(denominator);
        if (hasMomentum)
        {
            step = Negligible.Drop(step + (mu * moved), smallest);
            moved = step;
        }

        return weight - step;
    }
}

/// <summary>m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); w ← w − α·m / (√v + ε). Slots: m, v.</summary>
internal readonly struct AdamStep<T>(T alpha, T beta1, T beta2, T epsilon) : IOptimizerStep<T> where T : unmanaged, INumber<T>
{
    private readonly Vector<T> rate = new(alpha);
    private readonly Vector<T> rest1 = new(T.One - beta1);
    private readonly Vector<T> rest2 = new(T.One - beta2);
    private readonly Vector<T> eps = new(epsilon);
    private readonly Vector<T> smallest = Negligible.Value<T>();
    private readonly Vector<T> smallestSquare = Negligible.Square(epsilon);
    private readonly Vector<T> smallestRoot = Negligible.SquareRoot(epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Update(Vector<T> weight, Vector<T> gradient, ref Vector<T> m, ref Vector<T> v, ref Vector<T> slot3)
    {
        Remember(gradient, ref m, ref v);
        return Move(weight, m, v);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remember(Vector<T> gradient, ref Vector<T> m, ref Vector<T> v)
    {
        var g = Negligible.Drop(gradient, smallest);
        var root = Negligible.Drop(gradient, smallestRoot);
        m = Negligible.Drop(m + ((g - m) * rest1), smallest);
        v = Negligible.Drop(v + (((root * root) - v) * rest2), smallestSquare);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Move(Vector<T> weight, Vector<T> m, Vector<T> v) => weight - (m * rate / (Vector.SquareRoot(v) + eps));
}

/// <summary>Adam by the largest v so far, which is the third slot.</summary>
internal readonly struct AmsGradStep<T>(AdamStep<T> adam) : IOptimizerStep<T> where T : unmanaged, INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Update(Vector<T> weight, Vector<T> gradient, ref Vector<T> m, ref Vector<T> v, ref Vector<T> largest)
    {
        adam.Remember(gradient, ref m, ref v);
        largest = Vector.Max(v, largest);
        return adam.Move(weight, m, largest);
    }
}
