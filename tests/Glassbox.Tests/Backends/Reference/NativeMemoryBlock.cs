using System.Runtime.InteropServices;

namespace Glassbox.Tests.Backends.Reference;

/// <summary>
/// Bytes that the garbage collector does not know. They are 0xFF at first, which is NaN among floats: who takes new memory for zeros sees
/// it.
/// </summary>
internal sealed unsafe class NativeMemoryBlock : SafeHandle
{
    private readonly long size;

    public NativeMemoryBlock(long size)
        : base(0, ownsHandle: true)
    {
        this.size = size;
        SetHandle((nint)NativeMemory.Alloc((nuint)Math.Max(1, size)));
        if (size > 0)
        {
            // Few small objects stand for much memory: the collector is told when it is worth its while.
            GC.AddMemoryPressure(size);
            NativeMemory.Fill((void*)handle, (nuint)size, 0xFF);
        }
    }

    public override bool IsInvalid => handle == 0;

    /// <exception cref="ArgumentOutOfRangeException">Some of the bytes are none of the block's.</exception>
    public void Write(long start, ReadOnlySpan<byte> source)
    {
        source.CopyTo(Bytes(start, source.Length));
        GC.KeepAlive(this);
    }

    /// <inheritdoc cref="Write"/>
    public void Read(long start, Span<byte> target)
    {
        Bytes(start, target.Length).CopyTo(target);
        GC.KeepAlive(this);
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        if (size > 0)
        {
            GC.RemoveMemoryPressure(size);
        }

        return true;
    }

    private Span<byte> Bytes(long start, int count) => start >= 0 && start + count <= size
        ? new Span<byte>((byte*)handle + start, count)
        : throw new ArgumentOutOfRangeException(nameof(start), $"The bytes {start} to {start + count} are not within a block of {size}.");
}
