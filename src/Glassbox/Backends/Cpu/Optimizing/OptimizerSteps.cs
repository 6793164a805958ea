using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The numbers of one update of an optimizer, which is one pass over the weights: every array is read and written once. With them stands
/// its formula, for vectors of any width, in which the numbers fill vectors before the walk begins: one that was filled for each vector of
/// weights would cost a tenth of Adam's time.
/// </summary>
internal interface IOptimizerStep<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Has <see cref="OptimizerPass"/> walk over the arrays with the formula.</summary>
    void Run<V>(OptimizerPass.Arrays<T> arrays, int length) where V : struct, IVector<V, T>;
}

/// <summary>An optimizer's formula for a vector of neighbouring weights.</summary>
internal interface IOptimizerFormula<V>
{
    /// <summary>How many slots the formula has at most.</summary>
    static abstract int Slots { get; }

    /// <summary>How many of them, from the first on, are never empty.</summary>
    static abstract int NeededSlots { get; }

    /// <summary>
    /// The new weights. What the optimizer remembers of each weight, its slots, is changed in place; a slot that it does without is zero
    /// and of no interest.
    /// </summary>
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
/// v ← ρ·v + (1 − ρ)·g²; w ← w − η·g / √(v + ε), with momentum and centring where they are asked for. Slots: velocity, momentum, average.
/// </summary>
/// <remarks>
/// 1 − ρ is a number of its own, the rest: of the ρ that is rounded to float it would be off by up to one part in 16 million of one, which
/// is much of a small rest.
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
/// <remarks>1 − β are numbers of their own, the rests, as in <see cref="RmsPropStep{T}"/>.</remarks>
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

/// <summary>Adam by the largest v so far, which is the third slot.</summary>
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
