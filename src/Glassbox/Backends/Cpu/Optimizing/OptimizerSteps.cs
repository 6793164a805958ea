using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The optimizers' updates, each in one pass over the weights: every array is read and written once. The numbers of one update, its formula for a vector of neighbouring weights, and the arrays stand
/// together; <see cref="OptimizerPass"/> walks over them.
/// </summary>
internal interface IOptimizerStep<T> where T : unmanaged
{
    /// <summary>Updates the vector that begins at element <paramref name="i"/> of each array.</summary>
    void Update(OptimizerArrays<T> arrays, nint i);
}

/// <summary>w ← w − η·g, or with momentum v ← μ·v − η·g; w ← w + v (Nesterov: w + μ·v − η·g). The only slot is the velocity.</summary>
internal readonly struct SgdStep<T>(T learningRate, T momentum, bool nesterov) : IOptimizerStep<T> where T : unmanaged, INumber<T>
{
    private readonly Vector<T> rate = new(learningRate);
    private readonly Vector<T> mu = new(momentum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(OptimizerArrays<T> arrays, nint i)
    {
        var step = rate * arrays.Gradient(i);
        if (!arrays.HasSlot1)
        {
            arrays.Weight(i) -= step;
            return;
        }

        var v = (mu * arrays.Slot1(i)) - step;
        arrays.Slot1(i) = v;
        arrays.Weight(i) += nesterov ? (mu * v) - step : v;
    }
}

/// <summary>v ← ρ·v + (1 − ρ)·g²; w ← w − η·g / √(v + ε), with momentum and centring if there are slots for them. Slots: velocity, momentum, average.</summary>
internal readonly struct RmsPropStep<T>(T learningRate, T rho, T momentum, T epsilon) : IOptimizerStep<T> where T : unmanaged, INumber<T>
{
    private readonly Vector<T> rate = new(learningRate);
    private readonly Vector<T> decay = new(rho);
    private readonly Vector<T> rest = new(T.One - rho);
    private readonly Vector<T> mu = new(momentum);
    private readonly Vector<T> eps = new(epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(OptimizerArrays<T> arrays, nint i)
    {
        var g = arrays.Gradient(i);
        var v = (decay * arrays.Slot1(i)) + (rest * g * g);
        arrays.Slot1(i) = v;
        var denominator = v + eps;
        if (arrays.HasSlot3)
        {
            var mean = (decay * arrays.Slot3(i)) + (rest * g);
            arrays.Slot3(i) = mean;
            denominator -= mean * mean;
        }

        var step = rate * g / Vector.SquareRoot(denominator);
        if (arrays.HasSlot2)
        {
            step += mu * arrays.Slot2(i);
            arrays.Slot2(i) = step;
        }

        arrays.Weight(i) -= step;
    }
}

/// <summary>m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); w ← w − α·m / (√v + ε), by the largest v so far if there is a slot for it. Slots: m, v, largest v.</summary>
internal readonly struct AdamStep<T>(T alpha, T beta1, T beta2, T epsilon) : IOptimizerStep<T> where T : unmanaged, INumber<T>
{
    private readonly Vector<T> rate = new(alpha);
    private readonly Vector<T> rest1 = new(T.One - beta1);
    private readonly Vector<T> rest2 = new(T.One - beta2);
    private readonly Vector<T> eps = new(epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Update(OptimizerArrays<T> arrays, nint i)
    {
        var g = arrays.Gradient(i);
        var m = arrays.Slot1(i);
        m += (g - m) * rest1;
        arrays.Slot1(i) = m;
        var v = arrays.Slot2(i);
        v += ((g * g) - v) * rest2;
        arrays.Slot2(i) = v;
        if (arrays.HasSlot3)
        {
            v = Vector.Max(v, arrays.Slot3(i));
            arrays.Slot3(i) = v;
        }

        arrays.Weight(i) -= m * rate / (Vector.SquareRoot(v) + eps);
    }
}
