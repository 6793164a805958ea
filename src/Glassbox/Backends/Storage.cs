using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glassbox.Backends;

/// <summary>
/// A contiguous block of elements of one type in a device's memory, created by <see cref="IBackend.Allocate"/>. Outside of backends only
/// its type and length are known: values are copied in and out.
/// </summary>
internal abstract class Storage(DType dtype, int length)
{
    /// <summary>The chunk size in bytes for copies between a device and a stream.</summary>
    private const int ChunkBytes = 1 << 20;

    public DType DType { get; } = dtype;

    /// <summary>The number of elements.</summary>
    public int Length { get; } = length;

    /// <summary>The step whose pool the memory belongs to; null for none.</summary>
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

    /// <summary>Called when a variable changes the elements; a device discards cached information about them.</summary>
    public virtual void MarkChanged()
    {
    }

    /// <summary>
    /// Releases the memory, for <see cref="StepMemory"/> to reuse it for a storage of the same type and length; null if it cannot be
    /// reused. Every later access through this storage or a window onto it throws <see cref="Released"/>.
    /// </summary>
    public abstract object? Release();

    /// <summary>Whether both share the same memory.</summary>
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

    /// <summary>Copies all elements in from an array of any rank, in row-major order.</summary>
    public void Upload(Array source) => EachChunk(source, (chunk, start) => Upload(chunk, start));

    /// <summary>Copies all elements out to an array of any rank, in row-major order.</summary>
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
    /// <param name="stream">The source.</param>
    /// <param name="arrived">Applied to each chunk before it is copied in: validates it, or converts the byte order.</param>
    /// <exception cref="EndOfStreamException">The stream is too short.</exception>
    public void Load(Stream stream, ChunkAction? arrived = null) => EachChunk((buffer, start) =>
    {
        stream.ReadExactly(buffer);
        arrived?.Invoke(buffer);
        Upload(buffer, start);
    });

    /// <summary>Copies all elements out to a stream, chunk by chunk.</summary>
    /// <param name="stream">The target.</param>
    /// <param name="leaving">Applied to each chunk before it is written.</param>
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

    /// <summary>The exception for access to released memory, which user code never sees.</summary>
    protected static InvalidOperationException Released() => new("A tensor of a step was used after its memory had gone back to the "
        + "pool. This is a bug in the library.");

    /// <summary>Reads or modifies a chunk of whole elements.</summary>
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

    // The element types are unmanaged, but the public methods' type parameter has no such constraint.
    private Span<byte> Writable<T>(Span<T> values) => values.IsEmpty
        ? []
        : MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values)), values.Length * DType.ItemSize);
}
