using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glassbox.Backends;

/// <summary>
/// A run of elements of one type: a garbage-collected array or a window onto one. Kernels see nothing else of a tensor.
/// </summary>
internal sealed class Storage
{
    private readonly Storage root;
    private readonly int offset;
    private Array? array;
    private int elements;

    private Storage(DType dtype, Array array, int length)
    {
        DType = dtype;
        Length = length;
        this.array = array;
        root = this;
        offset = array.Length == length ? 0 : NewArray.Start(array, dtype);
    }

    private Storage(Storage root, int offset, int length)
    {
        DType = root.DType;
        Length = length;
        this.root = root;
        this.offset = offset;
    }

    public DType DType { get; }

    public int Length { get; }

    /// <summary>New memory, not cleared; from the running step's pool where there is one.</summary>
    public static Storage Allocate(DType dtype, int length)
    {
        MemoryLimit.Take((long)length * dtype.ItemSize);
        return StepMemory.Current is { } step ? step.Allocate(dtype, length) : In(NewArray.Of(dtype, length), dtype, length);
    }

    /// <summary>New memory for intermediate values, as <see cref="Allocate(DType, int)"/>.</summary>
    public static Span<T> Allocate<T>(int length) where T : unmanaged => Allocate(DType.Of<T>(), length).Span<T>();

    /// <summary>Takes over an array without copying it.</summary>
    public static Storage Wrap(DType dtype, Array array) => new(dtype, array, array.Length);

    /// <summary>Memory in an array that was made by <see cref="NewArray"/> for this length.</summary>
    public static Storage In(Array array, DType dtype, int length) => new(dtype, array, length);

    /// <summary>A window onto the same memory.</summary>
    public Storage Window(int start, int length) => new(root, offset + start, length);

    /// <summary>The elements.</summary>
    /// <exception cref="InvalidOperationException">The memory went back to the pool at the end of a training step.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Span<T>()
    {
        var elements = root.array ?? throw Released();
        if (elements is not T[])
        {
            throw WrongType(typeof(T));
        }

        return Unsafe.As<T[]>(elements).AsSpan(offset, Length);
    }

    /// <summary>Copies the elements to memory of the same type and length, however many bytes that is.</summary>
    public void CopyTo(Storage target)
    {
        switch (DType.Name)
        {
            case "float32": Span<float>().CopyTo(target.Span<float>()); break;
            case "float64": Span<double>().CopyTo(target.Span<double>()); break;
            case "int32": Span<int>().CopyTo(target.Span<int>()); break;
            case "int64": Span<long>().CopyTo(target.Span<long>()); break;
            default: Bytes().CopyTo(target.Bytes()); break;
        }
    }

    /// <summary>The memory as raw bytes, for moves that do not look at the values.</summary>
    /// <exception cref="NotSupportedException">There are more bytes than can be counted in 32 bits.</exception>
    public Span<byte> Bytes() => DType.ItemSize switch
    {
        _ when (long)Length * DType.ItemSize > int.MaxValue => throw new NotSupportedException(
            $"{Length:N0} elements of type {DType} take more than the {int.MaxValue:N0} bytes that can be read or written at once. " +
            "Take parts of the tensor, such as x[..1000]."),
        1 when DType == DType.Bool => MemoryMarshal.AsBytes(Span<bool>()),
        1 => Span<byte>(),
        4 when DType == DType.Float32 => MemoryMarshal.AsBytes(Span<float>()),
        4 => MemoryMarshal.AsBytes(Span<int>()),
        8 when DType == DType.Float64 => MemoryMarshal.AsBytes(Span<double>()),
        _ => MemoryMarshal.AsBytes(Span<long>()),
    };

    /// <summary>Says that a variable, whose memory this is, changes its elements now.</summary>
    public void Change() => Volatile.Write(ref elements, Elements.Changed);

    /// <summary>
    /// Whether all elements are known to be finite numbers. They are looked through when that is asked for the second time since the last change: those of a model that predicts again and again, not those that
    /// each step of a training changes. Of memory that is no variable's it is never known.
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
            // Nothing is noted if they were changed meanwhile.
            Interlocked.CompareExchange(ref elements, AreFinite() ? Elements.Finite : Elements.Other, known);
        }

        return Volatile.Read(ref elements) == Elements.Finite;
    }

    /// <summary>Gives the array up; every later access through this storage or a window onto it throws.</summary>
    public Array Release()
    {
        var released = array ?? throw Released();
        array = null;
        return released;
    }

    private bool AreFinite() => DType.Name switch
    {
        "float32" => TensorPrimitives.IsFiniteAll<float>(Span<float>()),
        "float64" => TensorPrimitives.IsFiniteAll<double>(Span<double>()),
        _ => true,
    };

    private static InvalidOperationException Released() => new(
        "This tensor was made inside a training, evaluation or prediction step, whose memory is used again after the step. " +
        "To keep its values, take a Copy() of it while the step runs, or hold them in a Variable.");

    private InvalidOperationException WrongType(Type requested) => new(
        $"The elements of this tensor are {DType} ({DType.ClrType.Name}), not {requested.Name}. Cast the tensor first: x.Cast({nameof(DType)}.…).");

    /// <summary>What is known of a variable's elements.</summary>
    private static class Elements
    {
        public const int Changed = 1;
        public const int Asked = 2;
        public const int Finite = 3;
        public const int Other = 4;
    }
}
