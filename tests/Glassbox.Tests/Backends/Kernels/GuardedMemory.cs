using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>
/// Buffers for one call of a kernel, each a window into a larger array at an offset that no vector is aligned to. What lies around the
/// window, and what a result holds at first, are bytes of 0xFF, which are NaN among floats: what a kernel reads there and uses shows in its
/// result, what it writes there shows at the end, and so does an element of the result that it leaves out.
/// </summary>
/// <param name="seed">For the offsets.</param>
/// <param name="isAligned">Begin each window at a line of the cache instead, and keep it there.</param>
internal sealed class GuardedMemory(int seed, bool isAligned = false)
{
    private const int CacheLine = 64;
    private const byte Guard = 0xFF;
    private const int After = 40;

    private readonly Random random = new(seed);
    private readonly List<(Storage Whole, int Start, int End, byte[]? Content)> buffers = [];

    /// <summary>What the kernel reads and must leave as it is.</summary>
    public Storage Input<T>(ReadOnlySpan<T> values) where T : unmanaged => Add(values, values.Length, isInput: true);

    /// <summary>What the kernel reads and changes.</summary>
    public Storage InPlace<T>(ReadOnlySpan<T> values) where T : unmanaged => Add(values, values.Length, isInput: false);

    /// <summary>What the kernel only writes.</summary>
    public Storage Output<T>(int length) where T : unmanaged => Add<T>([], length, isInput: false);

    /// <summary>What the kernel reads and must leave as it is, or also changes: elements of a type, as bytes.</summary>
    public Storage Holding(DType dtype, ReadOnlySpan<byte> bytes, bool isInput) => dtype.Name switch
    {
        "bool" => Add(MemoryMarshal.Cast<byte, bool>(bytes), bytes.Length, isInput),
        "uint8" => Add(bytes, bytes.Length, isInput),
        "int32" => Add(MemoryMarshal.Cast<byte, int>(bytes), bytes.Length / sizeof(int), isInput),
        "int64" => Add(MemoryMarshal.Cast<byte, long>(bytes), bytes.Length / sizeof(long), isInput),
        "float32" => Add(MemoryMarshal.Cast<byte, float>(bytes), bytes.Length / sizeof(float), isInput),
        _ => Add(MemoryMarshal.Cast<byte, double>(bytes), bytes.Length / sizeof(double), isInput),
    };

    /// <summary>Fails if a guard or an input has changed.</summary>
    public void AssertIntact()
    {
        foreach (var (whole, start, end, content) in buffers)
        {
            var bytes = whole.Bytes();
            Assert.True(bytes[..start].IndexOfAnyExcept(Guard) < 0, "written before the beginning of a buffer");
            Assert.True(bytes[end..].IndexOfAnyExcept(Guard) < 0, "written behind the end of a buffer");
            Assert.True(content is null || bytes[start..end].SequenceEqual(content), "an input was changed");
        }
    }

    private HostStorage Add<T>(ReadOnlySpan<T> values, int length, bool isInput) where T : unmanaged
    {
        var before = random.Next(16, 48);
        var array = GC.AllocateUninitializedArray<T>(before + length + After + CacheLine, pinned: isAligned);
        if (isAligned)
        {
            before += (int)(-Address(array, before) & (CacheLine - 1)) / Unsafe.SizeOf<T>();
        }

        var whole = HostStorage.Wrap(DType.Of<T>(), array);
        whole.Bytes().Fill(Guard);
        values.CopyTo(array.AsSpan(before));
        var (start, end) = (before * whole.DType.ItemSize, (before + length) * whole.DType.ItemSize);
        buffers.Add((whole, start, end, isInput ? whole.Bytes()[start..end].ToArray() : null));
        return whole.Window(before, length);
    }

    private static unsafe nint Address<T>(T[] array, int at) => (nint)Unsafe.AsPointer(ref array[at]);
}
