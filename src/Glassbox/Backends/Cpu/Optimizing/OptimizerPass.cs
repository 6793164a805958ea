using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>Applies an optimizer's update formula to a variable's arrays, vector by vector.</summary>
internal static unsafe class OptimizerPass
{
    /// <summary>The cost per element, dominated by memory traffic, in multiplications of a GEMM.</summary>
    private const int MultiplicationsPerElement = 32;

    /// <summary>
    /// Updates the weights and slots; an unused slot is empty. A large variable is partitioned by rows like the GEMM that computes its
    /// gradient, so that each partition tends to be in the cache of its core.
    /// </summary>
    public static void Run<T, TStep>(TStep step, Span<T> weight, ReadOnlySpan<T> gradient, Span<T> slot1 = default, Span<T> slot2 = default,
        Span<T> slot3 = default)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TStep : struct, IOptimizerStep<T>
    {
        // Bounds checks before the switch to pointers.
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, weight.Length, nameof(gradient));
        CheckSlot(slot1, weight, nameof(slot1));
        CheckSlot(slot2, weight, nameof(slot2));
        CheckSlot(slot3, weight, nameof(slot3));
        fixed (T* w = weight, g = gradient, s1 = slot1, s2 = slot2, s3 = slot3)
        {
            var arrays = new Arrays<T>(w, g, s1, s2, s3);
            switch (VectorWidth.Bits)
            {
                case 512: step.Run<V512<T>>(arrays, weight.Length); break;
                case 256: step.Run<V256<T>>(arrays, weight.Length); break;
                default: step.Run<V128<T>>(arrays, weight.Length); break;
            }
        }
    }

    /// <summary>Called back by a step with its formula.</summary>
    public static void Run<T, V, TFormula>(TFormula formula, Arrays<T> arrays, int length)
        where T : unmanaged where V : struct, IVector<V, T> where TFormula : struct, IOptimizerFormula<V>
    {
        if (length > 0 && arrays.Slots < TFormula.NeededSlots)
        {
            throw new ArgumentException($"The formula needs {TFormula.NeededSlots} slots, each as long as the weights; received "
                + $"{arrays.Slots}.", nameof(arrays));
        }

        var parts = WorkSplit.Parts((long)length * MultiplicationsPerElement);
        if (parts == 1)
        {
            Part<T, V, TFormula>(formula, 0, length, arrays);
        }
        else
        {
            Split<T, V, TFormula>(formula, length, parts, arrays);
        }
    }

    private static void Split<T, V, TFormula>(TFormula formula, int length, int parts, Arrays<T> arrays)
        where T : unmanaged where V : struct, IVector<V, T> where TFormula : struct, IOptimizerFormula<V> =>
        WorkSplit.For(parts, part => Part<T, V, TFormula>(formula, (int)((long)length * part / parts),
            (int)((long)length * (part + 1) / parts), arrays));

    private static void Part<T, V, TFormula>(TFormula formula, int from, int to, Arrays<T> arrays)
        where T : unmanaged where V : struct, IVector<V, T> where TFormula : struct, IOptimizerFormula<V>
    {
        var end = to - ((to - from) % V.Count);
        Vectors<T, V, TFormula>(formula, from, end, arrays.Weight, arrays.Gradient, arrays.Slot1, arrays.Slot2, arrays.Slot3);
        if (end < to)
        {
            Rest<T, V, TFormula>(formula, to - end, arrays.From(end));
        }
    }

    /// <summary>The loop in a method of its own: a call after it would make the JIT spill the pointers.</summary>
    [MethodImpl(KernelCompilation.Options)]
    private static void Vectors<T, V, TFormula>(TFormula formula, nint from, nint end, T* weight, T* gradient, T* slot1, T* slot2, T* slot3)
        where T : unmanaged
        where V : struct, IVector<V, T>
        where TFormula : struct, IOptimizerFormula<V>
    {
        // The JIT keeps the vectors of a local in registers; those of an argument would be reloaded in each iteration.
        var own = formula;
        for (; from < end; from += V.Count)
        {
            V s1 = Load<T, V, TFormula>(1, slot1, from), s2 = Load<T, V, TFormula>(2, slot2, from),
                s3 = Load<T, V, TFormula>(3, slot3, from);
            own.Update(V.Load(weight + from), V.Load(gradient + from), ref s1, ref s2, ref s3).Store(weight + from);
            Store<T, V, TFormula>(s1, 1, slot1, from);
            Store<T, V, TFormula>(s2, 2, slot2, from);
            Store<T, V, TFormula>(s3, 3, slot3, from);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load<T, V, TFormula>(int number, T* slot, nint i)
        where T : unmanaged where V : struct, IVector<V, T> where TFormula : struct, IOptimizerFormula<V> =>
        Has<T, V, TFormula>(number, slot) ? V.Load(slot + i) : V.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, V, TFormula>(V value, int number, T* slot, nint i)
        where T : unmanaged where V : struct, IVector<V, T> where TFormula : struct, IOptimizerFormula<V>
    {
        if (Has<T, V, TFormula>(number, slot))
        {
            value.Store(slot + i);
        }
    }

    /// <summary>Constant for the JIT except for optional slots: a branch per vector would cost a tenth of Adam's time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Has<T, V, TFormula>(int number, T* slot) where T : unmanaged where TFormula : struct, IOptimizerFormula<V> =>
        number <= TFormula.NeededSlots || (number <= TFormula.Slots && slot != null);

    /// <summary>The remainder is padded to a full vector and goes through the same arithmetic.</summary>
    private static void Rest<T, V, TFormula>(TFormula formula, int count, Arrays<T> arrays)
        where T : unmanaged where V : struct, IVector<V, T> where TFormula : struct, IOptimizerFormula<V>
    {
        var room = stackalloc T[5 * V.Count];
        var rest = new Arrays<T>(
            Copy(arrays.Weight, room), Copy(arrays.Gradient, room + V.Count),
            Copy(arrays.Slot1, room + (2 * V.Count)), Copy(arrays.Slot2, room + (3 * V.Count)), Copy(arrays.Slot3, room + (4 * V.Count)));
        Part<T, V, TFormula>(formula, 0, V.Count, rest);
        Copy(rest.Weight, arrays.Weight);
        Copy(rest.Slot1, arrays.Slot1);
        Copy(rest.Slot2, arrays.Slot2);
        Copy(rest.Slot3, arrays.Slot3);

        T* Copy(T* from, T* to)
        {
            if (from == null)
            {
                return null;
            }

            new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));
            return to;
        }
    }

    private static void CheckSlot<T>(Span<T> slot, Span<T> weight, string name) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(slot.Length, slot.IsEmpty ? 0 : weight.Length, name);

    /// <summary>The arrays of a variable; an unused slot is null.</summary>
    public readonly struct Arrays<T>(T* weight, T* gradient, T* slot1, T* slot2, T* slot3) where T : unmanaged
    {
        public readonly T* Weight = weight;
        public readonly T* Gradient = gradient;
        public readonly T* Slot1 = slot1;
        public readonly T* Slot2 = slot2;
        public readonly T* Slot3 = slot3;

        /// <summary>The number of slots in use, which are the first ones.</summary>
        public int Slots => Slot1 == null ? 0 : Slot2 == null ? 1 : Slot3 == null ? 2 : 3;

        public Arrays<T> From(nint i) => new(Weight + i, Gradient + i, At(Slot1, i), At(Slot2, i), At(Slot3, i));

        private static T* At(T* slot, nint i) => slot == null ? null : slot + i;
    }
}
