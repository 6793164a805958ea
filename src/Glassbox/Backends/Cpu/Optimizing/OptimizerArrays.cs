using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>The arrays of one variable's update: the weights, their gradient, and up to three things that the optimizer remembers of each weight.</summary>
internal readonly unsafe struct OptimizerArrays<T>(T* weight, T* gradient, T* slot1, T* slot2, T* slot3) where T : unmanaged
{
    public bool HasSlot1 => slot1 != null;

    public bool HasSlot2 => slot2 != null;

    public bool HasSlot3 => slot3 != null;

    public ref Vector<T> Weight(nint i) => ref *(Vector<T>*)(weight + i);

    public Vector<T> Gradient(nint i) => *(Vector<T>*)(gradient + i);

    public ref Vector<T> Slot1(nint i) => ref *(Vector<T>*)(slot1 + i);

    public ref Vector<T> Slot2(nint i) => ref *(Vector<T>*)(slot2 + i);

    public ref Vector<T> Slot3(nint i) => ref *(Vector<T>*)(slot3 + i);

    /// <summary>Lets an update work on less than a vector: on copies that are filled up with zeros.</summary>
    public void UpdatePadded<TStep>(TStep step, nint i, int count) where TStep : struct, IOptimizerStep<T>
    {
        T* from0 = weight + i, from1 = gradient + i;
        T* from2 = slot1 == null ? null : slot1 + i, from3 = slot2 == null ? null : slot2 + i, from4 = slot3 == null ? null : slot3 + i;
        var padded = stackalloc T[5 * Vector<T>.Count];
        new Span<T>(padded, 5 * Vector<T>.Count).Clear();
        T* at(int array) => padded + (array * Vector<T>.Count);
        Copy(from0, at(0), count);
        Copy(from1, at(1), count);
        Copy(from2, at(2), count);
        Copy(from3, at(3), count);
        Copy(from4, at(4), count);
        step.Update(new(at(0), at(1), from2 == null ? null : at(2), from3 == null ? null : at(3), from4 == null ? null : at(4)), 0);
        Copy(at(0), from0, count);
        Copy(at(2), from2, count);
        Copy(at(3), from3, count);
        Copy(at(4), from4, count);
    }

    private static void Copy(T* from, T* to, int count)
    {
        if (from != null && to != null)
        {
            new ReadOnlySpan<T>(from, count).CopyTo(new Span<T>(to, count));
        }
    }
}
