using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The arrays behind tensors. A large one has room for its elements to begin at a cache line, which the runtime does not care for: vectors
/// of 512 bits would lie across two lines each, and take two accesses.
/// </summary>
internal static unsafe class AlignedArray
{
    private const int CacheLine = 64;

    /// <summary>Smaller arrays are moved when memory is collected, so that their addresses say nothing.</summary>
    public const int LargeBytes = 85_000;

    /// <summary>An array for at least so many elements, not cleared.</summary>
    public static Array Of(DType dtype, int length)
    {
        var bytes = (long)length * dtype.ItemSize;
        var room = bytes >= LargeBytes && length <= Array.MaxLength - CacheLine ? (CacheLine / dtype.ItemSize) - 1 : 0;
        var array = Uninitialized(dtype, length + room);
        HugePages.Ask(array, bytes);
        return array;
    }

    /// <summary>The first element that lies at the beginning of a cache line.</summary>
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

    /// <summary>
    /// Where the elements lie at the moment. If the array is moved, what was made of its address is out of date but does no harm.
    /// </summary>
    private static nint Address(Array array) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
}
