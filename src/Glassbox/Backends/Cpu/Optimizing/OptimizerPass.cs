using System.Numerics;
using System.Runtime.CompilerServices;

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
            var parts = WorkSplit.Parts((long)weight.Length * MultiplicationsPerElement);
            if (parts == 1)
            {
                Part(step, 0, weight.Length, w, g, s1, s2, s3);
            }
            else
            {
                Split(step, weight.Length, parts, w, g, s1, s2, s3);
            }
        }
    }

    private static void Split<T, TStep>(TStep step, int length, int parts, T* weight, T* gradient, T* slot1, T* slot2, T* slot3) where T : unmanaged where TStep : struct, IOptimizerStep<T> =>
        WorkSplit.For(parts, part => Part(step, (int)((long)length * part / parts), (int)((long)length * (part + 1) / parts), weight, gradient, slot1, slot2, slot3));

    private static void Part<T, TStep>(TStep step, nint from, nint to, T* weight, T* gradient, T* slot1, T* slot2, T* slot3) where T : unmanaged where TStep : struct, IOptimizerStep<T>
    {
        for (; from <= to - Vector<T>.Count; from += Vector<T>.Count)
        {
            Vector<T> s1 = Load(slot1, from), s2 = Load(slot2, from), s3 = Load(slot3, from);
            step.Update(Vector.Load(weight + from), Vector.Load(gradient + from), ref s1, ref s2, ref s3).Store(weight + from);
            Store(s1, slot1, from);
            Store(s2, slot2, from);
            Store(s3, slot3, from);
        }

        if (from < to)
        {
            Rest(step, (int)(to - from), weight + from, gradient + from, At(slot1, from), At(slot2, from), At(slot3, from));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T>(T* slot, nint i) where T : unmanaged => slot == null ? Vector<T>.Zero : Vector.Load(slot + i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector<T> value, T* slot, nint i) where T : unmanaged
    {
        if (slot != null)
        {
            value.Store(slot + i);
        }
    }

    private static T* At<T>(T* slot, nint i) where T : unmanaged => slot == null ? null : slot + i;

    /// <summary>Less than a vector, filled up with zeros.</summary>
    private static void Rest<T, TStep>(TStep step, int count, T* weight, T* gradient, T* slot1, T* slot2, T* slot3) where T : unmanaged where TStep : struct, IOptimizerStep<T>
    {
        Vector<T> s1 = LoadPart(slot1, count), s2 = LoadPart(slot2, count), s3 = LoadPart(slot3, count);
        StorePart(step.Update(LoadPart(weight, count), LoadPart(gradient, count), ref s1, ref s2, ref s3), weight, count);
        StorePart(s1, slot1, count);
        StorePart(s2, slot2, count);
        StorePart(s3, slot3, count);
    }

    private static Vector<T> LoadPart<T>(T* from, int count) where T : unmanaged
    {
        var vector = Vector<T>.Zero;
        if (from != null)
        {
            new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(&vector, Vector<T>.Count));
        }

        return vector;
    }

    private static void StorePart<T>(Vector<T> vector, T* to, int count) where T : unmanaged
    {
        if (to != null)
        {
            new ReadOnlySpan<T>(&vector, count).CopyTo(new Span<T>(to, count));
        }
    }

    private static void CheckSlot<T>(Span<T> slot, Span<T> weight, string name) =>
        ArgumentOutOfRangeException.ThrowIfNotEqual(slot.Length, slot.IsEmpty ? 0 : weight.Length, name);
}
