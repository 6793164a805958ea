using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The hyperparameters of one optimizer update, which is one pass over the weights: every array is read and written once. The update
/// formula works on vectors of any width; the hyperparameters are broadcast to vectors before the loop, since doing so per vector would
/// cost a tenth of Adam's time.
/// </summary>
internal interface IOptimizerStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Calls <see cref="OptimizerPass"/> with the formula.</summary>
    void Run<V>(OptimizerPass.Arrays<T> arrays, int length) where V : struct, IVector<V, T>;
}

/// <summary>An optimizer's update formula for a vector of adjacent weights.</summary>
internal interface IOptimizerFormula<V>
{
    /// <summary>The maximum number of slots.</summary>
    static abstract int Slots { get; }

    /// <summary>The number of slots, the first ones, that are always present.</summary>
    static abstract int NeededSlots { get; }

    /// <summary>Returns the new weights. The slots are updated in place; an unused slot is zero and ignored.</summary>
    V Update(V weight, V gradient, ref V slot1, ref V slot2, ref V slot3);
}

/// <summary>w ← w − η·g, or with momentum v ← μ·v − η·g; w ← w + v (Nesterov: w + μ·v − η·g). The only slot is the velocity.</summary>
internal readonly struct SgdStep<T>(T learningRate, T momentum, bool hasVelocity, bool nesterov) : IOptimizerStep<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run<V>(OptimizerPass.Arrays<T> arrays, int length) where V : struct, IVector<V, T> =>
        OptimizerPass.Run<T, V, Formula<V>>(new(learningRate, momentum, hasVelocity, nesterov), arrays, length);

    private readonly struct Formula<V>(T learningRate, T momentum, bool hasVelocity, bool nesterov) : IOptimizerFormula<V>
        where V : struct, IVector<V, T>
    {
        private readonly V learningRate = V.All(learningRate);
        private readonly V momentum = V.All(momentum);
        private readonly V smallest = V.All(FlushToZero.Value<T>());

        public static int Slots => 1;

        public static int NeededSlots => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V weight, V gradient, ref V velocity, ref V slot2, ref V slot3)
        {
            var step = learningRate * FlushToZero.Drop<V, T>(gradient, smallest);
            if (!hasVelocity)
            {
                return weight - step;
            }

            velocity = FlushToZero.Drop<V, T>((momentum * velocity) - step, smallest);
            return weight + (nesterov ? (momentum * velocity) - step : velocity);
        }
    }
}

/// <summary>
/// v ← ρ·v + (1 − ρ)·g²; w ← w − η·g / √(v + ε), with optional momentum and centering. Slots: velocity, momentum, average.
/// </summary>
/// <remarks>
/// 1 − ρ is passed separately: computed from a ρ rounded to float, its absolute error of up to 2⁻²⁴ would be large relative to a small 1 −
/// ρ.
/// </remarks>
internal readonly struct RmsPropStep<T>(T learningRate, T rho, T rest, T momentum, T epsilon, bool hasMomentum, bool centered)
    : IOptimizerStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run<V>(OptimizerPass.Arrays<T> arrays, int length) where V : struct, IVector<V, T> =>
        OptimizerPass.Run<T, V, Formula<V>>(new(learningRate, rho, rest, momentum, epsilon, hasMomentum, centered), arrays, length);

    private readonly struct Formula<V>(T learningRate, T rho, T rest, T momentum, T epsilon, bool hasMomentum, bool centered)
        : IOptimizerFormula<V> where V : struct, IVector<V, T>
    {
        private readonly V learningRate = V.All(learningRate);
        private readonly V rho = V.All(rho);
        private readonly V rest = V.All(rest);
        private readonly V momentum = V.All(momentum);
        private readonly V epsilon = V.All(epsilon);
        private readonly V smallest = V.All(FlushToZero.Value<T>());
        private readonly V smallestSquare = V.All(FlushToZero.Square(epsilon));
        private readonly V smallestRoot = V.All(FlushToZero.SquareRoot(epsilon));

        public static int Slots => 3;

        public static int NeededSlots => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V weight, V gradient, ref V velocity, ref V moved, ref V mean)
        {
            var g = FlushToZero.Drop<V, T>(gradient, smallest);
            var root = FlushToZero.Drop<V, T>(g, smallestRoot);
            velocity = FlushToZero.Drop<V, T>((rho * velocity) + (rest * root * root), smallestSquare);
            var denominator = velocity + epsilon;
            if (centered)
            {
                mean = FlushToZero.Drop<V, T>((rho * mean) + (rest * g), smallestRoot);
                denominator -= mean * mean;
            }

            var step = learningRate * g / V.SquareRoot(denominator);
            if (hasMomentum)
            {
                step = FlushToZero.Drop<V, T>(step + (momentum * moved), smallest);
                moved = step;
            }

            return weight - step;
        }
    }
}

/// <summary>m ← m + (1 − β₁)(g − m); v ← v + (1 − β₂)(g² − v); w ← w − α·m / (√v + ε). Slots: m, v.</summary>
/// <remarks>The values 1 − β are passed separately, as in <see cref="RmsPropStep{T}"/>.</remarks>
internal readonly struct AdamStep<T>(T alpha, T rest1, T rest2, T epsilon) : IOptimizerStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run<V>(OptimizerPass.Arrays<T> arrays, int length)
        where V : struct, IVector<V, T> => OptimizerPass.Run<T, V, Formula<V>>(FormulaOf<V>(), arrays, length);

    public Formula<V> FormulaOf<V>() where V : struct, IVector<V, T> => new(alpha, rest1, rest2, epsilon);

    public readonly struct Formula<V>(T alpha, T rest1, T rest2, T epsilon) : IOptimizerFormula<V> where V : struct, IVector<V, T>
    {
        private readonly V alpha = V.All(alpha);
        private readonly V rest1 = V.All(rest1);
        private readonly V rest2 = V.All(rest2);
        private readonly V epsilon = V.All(epsilon);
        private readonly V smallest = V.All(FlushToZero.Value<T>());
        private readonly V smallestSquare = V.All(FlushToZero.Square(epsilon));
        private readonly V smallestRoot = V.All(FlushToZero.SquareRoot(epsilon));

        public static int Slots => 2;

        public static int NeededSlots => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V weight, V gradient, ref V m, ref V v, ref V slot3)
        {
            Remember(gradient, ref m, ref v);
            return Move(weight, m, v);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Remember(V gradient, ref V m, ref V v)
        {
            var g = FlushToZero.Drop<V, T>(gradient, smallest);
            var root = FlushToZero.Drop<V, T>(gradient, smallestRoot);
            m = FlushToZero.Drop<V, T>(m + ((g - m) * rest1), smallest);
            v = FlushToZero.Drop<V, T>(v + (((root * root) - v) * rest2), smallestSquare);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Move(V weight, V m, V v) => weight - (m * alpha / (V.SquareRoot(v) + epsilon));
    }
}

/// <summary>Adam with the maximum of all past v (AMSGrad), which is the third slot.</summary>
internal readonly struct AmsGradStep<T>(AdamStep<T> adam) : IOptimizerStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run<V>(OptimizerPass.Arrays<T> arrays, int length)
        where V : struct, IVector<V, T> => OptimizerPass.Run<T, V, Formula<V>>(new(adam.FormulaOf<V>()), arrays, length);

    private readonly struct Formula<V>(AdamStep<T>.Formula<V> adam) : IOptimizerFormula<V> where V : struct, IVector<V, T>
    {
        public static int Slots => 3;

        public static int NeededSlots => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Update(V weight, V gradient, ref V m, ref V v, ref V largest)
        {
            adam.Remember(gradient, ref m, ref v);
            largest = V.Max(v, largest);
            return adam.Move(weight, m, largest);
        }
    }
}
