using System.Buffers.Binary;
using System.Text;

namespace Glassbox.Saving;

/// <summary>
/// A place in a file that is being read. Nothing is read beyond the end, and only so many steps are made in all: cycles and endless chains
/// end there.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="bytes">What is read; what was read of the file so far where <paramref name="next"/> is given.</param>
/// <param name="next">Where the file goes on behind them; −1 where nothing more belongs to the place.</param>
internal ref struct Hdf5Cursor(Hdf5File file, ReadOnlySpan<byte> bytes, long next = -1)
{
    /// <summary>How much is read of a file at a time, at least.</summary>
    private const int Window = 512;

    private ReadOnlySpan<byte> bytes = bytes;
    private int position = 0;
    private long next = next;

    /// <summary>How many bytes are left of a place with an end.</summary>
    public readonly int Remaining => bytes.Length - position;

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>A length or an address; the undefined address is −1.</summary>
    public long I64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>A number of 1, 2, 4 or 8 bytes.</summary>
    public long Number(int size) => size switch { 1 => U8(), 2 => U16(), 4 => U32(), _ => I64() };

    public void Skip(int count) => Take(count);

    /// <summary>Moves to the next multiple of eight from the start.</summary>
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

    /// <summary>Reads the file on, so that so many bytes are there, if it has them.</summary>
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

    /// <summary>Text up to a zero byte or the end.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);
}
