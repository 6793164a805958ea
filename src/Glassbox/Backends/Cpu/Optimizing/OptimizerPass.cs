using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>Walks over a variable's arrays, vector by vector, with an optimizer's formula.</summary>
internal static unsafe class OptimizerPass
{
    /// <summary>What an element costs, mostly for its way from and to memory, in multiplications of a product.</summary>
    private const int MultiplicationsPerElement = 32;

    /// <summary>
    /// Updates the weights and slots; a slot that the formula does without is empty. A large variable is cut into parts in the order of its rows, as the product is that makes its gradient: each then finds its
    /// part in the cache of its own processor.
    /// </summary>
    public static void Run<T, TStep>(TStep step, Span<T> weight, ReadOnlySpan<T> gradient, Span<T> slot1 = default, Span<T> slot2 = default, Span<T> slot3 = default)
        where T : unmanaged
        where TStep : struct, IOptimizerStep<T>
    {
        // Behind this line are pointers.
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, weight.Length, nameof(gradient));
        CheckSlot(slot1, weight, nameof(slot1));
        CheckSlot(slot2, weight, nameof(slot2));
        CheckSlot(slot3, weight, nameof(slot3));
        fixed (T* w = weight, g = gradient, s1 = slot1, s2 = slot2, s3 = slot3)
        {
            var arrays = new OptimizerArrays<T>(w, g, s1, s2, s3);
            var parts = WorkSplit.Parts((long)weight.Length * MultiplicationsPerElement);
            if (parts == 1)
            {
                Part(step, arrays, 0, weight.Length);
            }
            else
            {
                Split(step, arrays, weight.Length, parts);
            }
        }
    }

    private static void Split<T, TStep>(TStep step, OptimizerArrays<T> arrays, int length, int parts) where T : unmanaged where TStep : struct, IOptimizerStep<T> =>
        WorkSplit.For(parts, part => Part(step, arrays, (int)((long)length * part / parts), (int)((long)length * (part + 1) / parts)));

    private static void Part<T, TStep>(TStep step, OptimizerArrays<T> arrays, nint from, nint to) where T : unmanaged where TStep : struct, IOptimizerStep<T>
    {
        for (; from <= to - Vector<T>.Count; from += Vector<T>.Count)
        {
            step.Update(arrays, from);
        }

        if (from < to)
        {
            arrays.UpdatePadded(step, from, (int)(to - from));
        }
    }

    private static void CheckSlot<T>(Span<T> slot, Span<T> weight, string name) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(slot.Length, slot.IsEmpty ? 0 : weight.Length, name);
}
