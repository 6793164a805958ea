using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <summary>
/// Elements in native memory, or a window onto some: nothing but copying gets at them, and what is not within the storage throws.
/// </summary>
internal sealed class ReferenceStorage : Storage
{
    private readonly NativeMemoryBlock block;
    private readonly int first;

    public ReferenceStorage(DType dtype, int length)
        : this(new NativeMemoryBlock((long)length * dtype.ItemSize), dtype, 0, length)
    {
    }

    private ReferenceStorage(NativeMemoryBlock block, DType dtype, int first, int length)
        : base(dtype, length) => (this.block, this.first) = (block, first);

    public override Storage Window(int start, int length)
    {
        CheckInside(start, length);
        return new ReferenceStorage(block, DType, first + start, length);
    }

    public override void Upload(ReadOnlySpan<byte> source, int start = 0) => Existing(start, source.Length).Write(Place(start), source);

    public override void Download(Span<byte> target, int start = 0) => Existing(start, target.Length).Read(Place(start), target);

    public override bool SharesMemoryWith(Storage other) => other is ReferenceStorage reference && reference.block == block;

    public override object? Release()
    {
        block.Dispose();
        return null;
    }

    /// <summary>Whether some of the elements are those of another storage.</summary>
    public bool Overlaps(ReferenceStorage other) =>
        block == other.block && first < other.first + other.Length && other.first < first + Length;

    private long Place(int start) => ((long)first + start) * DType.ItemSize;

    private NativeMemoryBlock Existing(int start, int bytes)
    {
        if (bytes % DType.ItemSize != 0)
        {
            throw new ArgumentException($"{bytes} bytes are no whole elements of {DType}.", nameof(bytes));
        }

        CheckInside(start, bytes / DType.ItemSize);
        return block.IsClosed ? throw Released() : block;
    }

    private void CheckInside(int start, int length)
    {
        if (start < 0 || length < 0 || (long)start + length > Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), $"The elements {start} to {(long)start + length} are not within a storage of {Length}.");
        }
    }
}
