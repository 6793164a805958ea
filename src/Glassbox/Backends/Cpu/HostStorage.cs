using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glassbox.Backends.Cpu;

/// <summary>Elements in a garbage-collected array, or a window onto one: the storage of the managed backend.</summary>
internal sealed class HostStorage : Storage
{
    private readonly HostStorage root;
    private readonly int offset;
    private Array? array;
    private int elements;

    private HostStorage(DType dtype, Array array, int length)
        : base(dtype, length)
    {
        this.array = array;
        root = this;
        offset = array.Length == length || (long)array.Length * dtype.ItemSize < AlignedArray.LargeBytes ? 0
            : AlignedArray.Start(array, dtype);
    }

    private HostStorage(HostStorage root, int offset, int length)
        : base(root.DType, length)
    {
        this.root = root;
        this.offset = offset;
    }

    /// <summary>Uninitialized memory, from the pool of the running step if there is one.</summary>
    public static HostStorage Allocate(DType dtype, int length)
    {
        MemoryLimit.Take((long)length * dtype.ItemSize);
        if (StepMemory.Current is not { } step)
        {
            return In(AlignedArray.Of(dtype, length), dtype, length);
        }

        var capacity = StepMemory.Capacity(length);
        var storage = In((Array?)step.Reuse(dtype, capacity) ?? AlignedArray.Of(dtype, capacity), dtype, length);
        step.Add(storage);
        return storage;
    }

    /// <summary>Uninitialized memory for intermediate values, as <see cref="Allocate(DType, int)"/>.</summary>
    public static Span<T> Allocate<T>(int length) where T : unmanaged => Allocate(DType.Of<T>(), length).Span<T>();

    /// <summary>Wraps an array without copying it.</summary>
    public static HostStorage Wrap(DType dtype, Array array) => new(dtype, array, array.Length);

    /// <summary>Memory in an array allocated by <see cref="AlignedArray"/> for this length.</summary>
    public static HostStorage In(Array array, DType dtype, int length) => new(dtype, array, length);

    public override HostStorage Window(int start, int length) => new(root, offset + start, length);

    public override void Upload(ReadOnlySpan<byte> source, int start = 0) => source.CopyTo(Bytes(start, source.Length / DType.ItemSize));

    public override void Download(Span<byte> target, int start = 0) => Bytes(start, target.Length / DType.ItemSize).CopyTo(target);

    public override ReadOnlySpan<T> AsSpan<T>() => Span<T>();

    /// <summary>The elements.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type, or the memory was returned to the pool at the end of a
    /// training step.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Span<T>()
    {
        var elements = root.array ?? throw Released();
        if (elements is not T[])
        {
            CheckType<T>();
        }

        return Unsafe.As<T[]>(elements).AsSpan(offset, Length);
    }

    /// <summary>The memory as raw bytes, for copies that do not interpret the values.</summary>
    /// <exception cref="OverflowException">The length in bytes exceeds what a span can have.</exception>
    public Span<byte> Bytes() => Bytes(0, Length);

    public override void MarkChanged() => Volatile.Write(ref elements, Elements.Changed);

    /// <summary>
    /// Whether all elements are known to be finite. The scan happens at the second query since the last change, which occurs in repeated
    /// predictions but not in training, where each step changes the elements. Always false for memory that does not belong to a variable.
    /// </summary>
    public bool IsKnownFinite()
    {
        var known = Volatile.Read(ref elements);
        if (known == Elements.Changed)
        {
            Interlocked.CompareExchange(ref elements, Elements.Asked, known);
        }
        else if (known == Elements.Asked)
        {
            // The result is discarded if the elements changed meanwhile.
            Interlocked.CompareExchange(ref elements, AreFinite() ? Elements.Finite : Elements.Other, known);
        }

        return Volatile.Read(ref elements) == Elements.Finite;
    }

    public override bool SharesMemoryWith(Storage other) => other is HostStorage host && host.root == root;

    public override Array Release()
    {
        var released = array ?? throw Released();
        array = null;
        return released;
    }

    private Span<byte> Bytes(int start, int count) => DType.ItemSize switch
    {
        1 when DType == DType.Bool => MemoryMarshal.AsBytes(Span<bool>().Slice(start, count)),
        1 => Span<byte>().Slice(start, count),
        4 when DType == DType.Float32 => MemoryMarshal.AsBytes(Span<float>().Slice(start, count)),
        4 => MemoryMarshal.AsBytes(Span<int>().Slice(start, count)),
        8 when DType == DType.Float64 => MemoryMarshal.AsBytes(Span<double>().Slice(start, count)),
        _ => MemoryMarshal.AsBytes(Span<long>().Slice(start, count)),
    };

    private bool AreFinite() => DType.Name switch
    {
        "float32" => TensorPrimitives.IsFiniteAll<float>(Span<float>()),
        "float64" => TensorPrimitives.IsFiniteAll<double>(Span<double>()),
        _ => true,
    };

    /// <summary>The known state of a variable's elements.</summary>
    private static class Elements
    {
        public const int Changed = 1;
        public const int Asked = 2;
        public const int Finite = 3;
        public const int Other = 4;
    }
}
