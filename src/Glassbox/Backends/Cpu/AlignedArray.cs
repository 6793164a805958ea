using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The arrays behind tensors. Large ones are over-allocated so that the elements begin at a cache line, which the runtime does not
/// guarantee: otherwise every 512-bit vector would straddle two lines and take two accesses.
/// </summary>
internal static unsafe class AlignedArray
{
    private const int CacheLine = 64;

    /// <summary>Smaller arrays are not in the large object heap and are moved by compaction, so alignment does not last.</summary>
    public const int LargeBytes = 85_000;

    /// <summary>An uninitialized array with room for at least this many aligned elements.</summary>
    public static Array Of(DType dtype, int length)
    {
        var bytes = (long)length * dtype.ItemSize;
        var room = bytes >= LargeBytes && length <= Array.MaxLength - CacheLine ? (CacheLine / dtype.ItemSize) - 1 : 0;
        var array = Uninitialized(dtype, length + room);
        HugePages.Ask(array, bytes);
        return array;
    }

    /// <summary>The index of the first element at a cache line boundary.</summary>
    public static int Start(Array array, DType dtype) => (int)(-Address(array) & (CacheLine - 1)) / dtype.ItemSize;

    private static Array Uninitialized(DType dtype, int length) => dtype.Name switch
    {
        "bool" => GC.AllocateUninitializedArray<bool>(length),
        "uint8" => GC.AllocateUninitializedArray<byte>(length),
        "int32" => GC.AllocateUninitializedArray<int>(length),
        "int64" => GC.AllocateUninitializedArray<long>(length),
        "float32" => GC.AllocateUninitializedArray<float>(length),
        _ => GC.AllocateUninitializedArray<double>(length),
    };

    /// <summary>The current address of the elements. If the array is moved, alignment derived from it is stale but harmless.</summary>
    private static nint Address(Array array) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
}
