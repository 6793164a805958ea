using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glassbox.Backends;

/// <summary>
/// A run of elements of one type in a device's memory, made by <see cref="IBackend.Allocate"/>. Outside of backends nothing is known of it
/// but its type and length: values come in and go out by copying.
/// </summary>
internal abstract class Storage(DType dtype, int length)
{
    /// <summary>How many bytes are copied at a time between a device and a stream.</summary>
    private const int ChunkBytes = 1 << 20;

    public DType DType { get; } = dtype;

    /// <summary>How many elements there are.</summary>
    public int Length { get; } = length;

    /// <summary>The step whose pool it takes its memory from; null for none.</summary>
    public StepMemory? Step { get; set; }

    /// <summary>A window onto the same memory.</summary>
    public abstract Storage Window(int start, int length);

    /// <summary>Copies elements in from host memory, from element <paramref name="start"/> on.</summary>
    public abstract void Upload(ReadOnlySpan<byte> source, int start = 0);

    /// <summary>Copies elements out to host memory, from element <paramref name="start"/> on.</summary>
    public abstract void Download(Span<byte> target, int start = 0);

    /// <summary>The elements for reading: the memory itself where the device's is the host's, otherwise a copy.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    public virtual ReadOnlySpan<T> AsSpan<T>() => ToArray<T>();

    /// <summary>
    /// Says that a variable, whose memory this is, changes its elements now. A device that remembers something of them forgets it.
    /// </summary>
    public virtual void MarkChanged()
    {
    }

    /// <summary>
    /// Gives the memory up, for <see cref="StepMemory"/> to hand it to another storage of the same type and length; null where there is
    /// nothing to hand on. Every later access through this storage or a window onto it throws what <see cref="Released"/> makes.
    /// </summary>
    public abstract object? Release();

    /// <summary>Whether both are windows onto the same memory.</summary>
    public abstract bool SharesMemoryWith(Storage other);

    /// <summary>Copies all elements in.</summary>
    public void Upload<T>(ReadOnlySpan<T> source, int start = 0)
    {
        CheckType<T>();
        for (var done = 0; done < source.Length; done += ElementsPerChunk)
        {
            Upload(Bytes(source.Slice(done, Math.Min(ElementsPerChunk, source.Length - done))), start + done);
        }
    }

    /// <summary>Copies all elements in from an array of any rank, row by row.</summary>
    public void Upload(Array source) => EachChunk(source, (chunk, start) => Upload(chunk, start));

    /// <summary>Copies all elements out to an array of any rank, row by row.</summary>
    public void Download(Array target) => EachChunk(target, (chunk, start) => Download(chunk, start));

    /// <summary>A copy of all elements.</summary>
    public T[] ToArray<T>()
    {
        CheckType<T>();
        var values = GC.AllocateUninitializedArray<T>(Length);
        for (var done = 0; done < Length; done += ElementsPerChunk)
        {
            var chunk = values.AsSpan(done, Math.Min(ElementsPerChunk, Length - done));
            Download(Writable(chunk), done);
        }

        return values;
    }

    /// <summary>Copies all elements in from a stream, chunk by chunk.</summary>
    /// <param name="stream">Where the bytes come from.</param>
    /// <param name="arrived">What is done with each chunk before it is copied in: checks it, or brings it into the byte order of the
    /// machine.</param>
    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public void Load(Stream stream, ChunkAction? arrived = null) => EachChunk((buffer, start) =>
    {
        stream.ReadExactly(buffer);
        arrived?.Invoke(buffer);
        Upload(buffer, start);
    });

    /// <summary>Copies all elements out to a stream, chunk by chunk.</summary>
    /// <param name="stream">Where the bytes go.</param>
    /// <param name="leaving">What is done with each chunk before it is written.</param>
    public void Save(Stream stream, ChunkAction? leaving = null) => EachChunk((buffer, start) =>
    {
        Download(buffer, start);
        leaving?.Invoke(buffer);
        stream.Write(buffer);
    });

    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    protected void CheckType<T>()
    {
        if (DType.ClrType != typeof(T))
        {
            throw new InvalidOperationException(
                $"The elements of this tensor are {DType} ({DType.ClrType.Name}), not {typeof(T).Name}. Cast the tensor first: "
                + $"x.Cast({nameof(DType)}.…).");
        }
    }

    /// <summary>What to say of memory that was given up, which no user code ever sees.</summary>
    protected static InvalidOperationException Released() => new("A tensor of a step was used after its memory had gone back to the "
        + "pool. This is a fault of the library.");

    /// <summary>Looks at a chunk of whole elements, or changes it.</summary>
    public delegate void ChunkAction(Span<byte> chunk);

    private int ElementsPerChunk => ChunkBytes / DType.ItemSize;

    private void EachChunk(Action<byte[], int> copy)
    {
        var elements = ElementsPerChunk;
        var buffer = new byte[Math.Min(elements, Length) * DType.ItemSize];
        for (var done = 0; done < Length; done += elements)
        {
            var count = Math.Min(elements, Length - done) * DType.ItemSize;
            copy(count == buffer.Length ? buffer : buffer = new byte[count], done);
        }
    }

    private void EachChunk(Array array, ArrayAction copy)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(array);
        for (var done = 0; done < Length; done += ElementsPerChunk)
        {
            ref var start = ref Unsafe.AddByteOffset(ref first, (nint)done * DType.ItemSize);
            copy(MemoryMarshal.CreateSpan(ref start, Math.Min(ElementsPerChunk, Length - done) * DType.ItemSize), done);
        }
    }

    private delegate void ArrayAction(Span<byte> chunk, int start);

    private ReadOnlySpan<byte> Bytes<T>(ReadOnlySpan<T> values) =>
        Writable(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(values), values.Length));

    // The element types are unmanaged, which a type parameter of the public methods does not say.
    private Span<byte> Writable<T>(Span<T> values) => values.IsEmpty
        ? []
        : MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values)), values.Length * DType.ItemSize);
}
