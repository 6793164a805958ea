using System.Buffers.Binary;
using System.Text;

namespace Glassbox.Saving;

/// <summary>
/// A read cursor in a file. Reads are bounds-checked and the total number of steps is limited, which ends cycles and endless chains.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="bytes">The bytes to read; those read so far if <paramref name="next"/> is set.</param>
/// <param name="next">File offset after these bytes; −1 if the range ends there.</param>
internal ref struct Hdf5Cursor(Hdf5File file, ReadOnlySpan<byte> bytes, long next = -1)
{
    /// <summary>Minimum number of bytes read from the file at a time.</summary>
    private const int Window = 512;

    private ReadOnlySpan<byte> bytes = bytes;
    private int position = 0;
    private long next = next;

    /// <summary>Number of bytes left in a bounded range.</summary>
    public readonly int Remaining => bytes.Length - position;

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>A length or address; the undefined address is −1.</summary>
    public long I64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>An integer of 1, 2, 4 or 8 bytes.</summary>
    public long Number(int size) => size switch { 1 => U8(), 2 => U16(), 4 => U32(), _ => I64() };

    public void Skip(int count) => Take(count);

    /// <summary>Advances to the next multiple of eight bytes from the start.</summary>
    public void Align8() => Skip(Math.Min(Remaining, (8 - (position % 8)) % 8));

    public ReadOnlySpan<byte> Take(long count)
    {
        file.Step();
        if (next >= 0 && count > Remaining)
        {
            ReadOn(count);
        }

        if (count < 0 || count > Remaining)
        {
            throw file.Damaged("a structure ends too early");
        }

        var taken = bytes.Slice(position, (int)count);
        position += (int)count;
        return taken;
    }

    /// <summary>Reads more of the file until the given number of bytes is available, if the file has them.</summary>
    private void ReadOn(long count)
    {
        var start = next - Remaining;
        bytes = file.Slice(start, Math.Min(file.Length - start, Math.Max(count, Window))).Span;
        (position, next) = (0, start + bytes.Length);
    }

    public void Expect(ReadOnlySpan<byte> signature)
    {
        if (!Take(signature.Length).SequenceEqual(signature))
        {
            throw file.Damaged($"the signature {Encoding.ASCII.GetString(signature)} is missing where it should be");
        }
    }

    /// <summary>Text up to a NUL byte or the end.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);
}
