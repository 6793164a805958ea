using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Glassbox.Datasets;

/// <summary>Conversion between big-endian files and native byte order.</summary>
internal static class ByteOrder
{
    /// <summary>Reverses the bytes of each element of 2, 4 or 8 bytes.</summary>
    public static void Reverse(Span<byte> bytes, int itemSize)
    {
        if (itemSize == 2)
        {
            var values = MemoryMarshal.Cast<byte, short>(bytes);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
        else if (itemSize == 4)
        {
            var values = MemoryMarshal.Cast<byte, int>(bytes);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
        else if (itemSize == 8)
        {
            var values = MemoryMarshal.Cast<byte, long>(bytes);
            BinaryPrimitives.ReverseEndianness(values, values);
        }
    }
}
