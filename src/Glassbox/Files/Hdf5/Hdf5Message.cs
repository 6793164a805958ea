namespace Glassbox.Saving;

/// <summary>A message of an object header.</summary>
internal sealed record Hdf5Message(int Type, ReadOnlyMemory<byte> Data)
{
    public const int Dataspace = 0x01;
    public const int LinkInfo = 0x02;
    public const int Datatype = 0x03;
    public const int Link = 0x06;
    public const int Layout = 0x08;
    public const int Filters = 0x0B;
    public const int Attribute = 0x0C;
    public const int Continuation = 0x10;
    public const int SymbolTable = 0x11;
    public const int AttributeInfo = 0x15;

    private const int MostBlocks = 1000;

    /// <summary>All messages of the header at an address, in order.</summary>
    public static IReadOnlyList<Hdf5Message> ReadAll(Hdf5File file, long address)
    {
        var found = new List<Hdf5Message>();
        var blocks = new Queue<(long Address, long Length)>();
        var cursor = file.At(address);
        var flags = 0;
        var isNew = file.Slice(address, 4).Span.SequenceEqual("OHDR"u8);
        if (isNew)
        {
            cursor.Skip(5);
            flags = cursor.U8();
            cursor.Skip(((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0));
            var size = cursor.Number(1 << (flags & 3));
            blocks.Enqueue((address + 6 + ((flags & 0x20) != 0 ? 16 : 0) + ((flags & 0x10) != 0 ? 4 : 0) + (1 << (flags & 3)), size));
        }
        else if (cursor.U8() == 1)
        {
            cursor.Skip(7);
            blocks.Enqueue((address + 16, cursor.U32()));
        }
        else
        {
            throw file.Damaged($"there is no object at {address:N0}");
        }

        for (var read = 0; blocks.TryDequeue(out var block); read++)
        {
            if (read == MostBlocks)
            {
                throw file.Damaged("a header has no end");
            }

            ReadBlock(file, block.Address, block.Length, isNew, flags, found, blocks);
        }

        return found;
    }

    private static void ReadBlock(
        Hdf5File file, long address, long length, bool isNew, int flags, List<Hdf5Message> found, Queue<(long Address, long Length)> blocks)
    {
        var bytes = file.Slice(address, length);
        var cursor = new Hdf5Cursor(file, bytes.Span);
        var head = isNew ? (flags & 4) != 0 ? 6 : 4 : 8;
        while (cursor.Remaining >= head)
        {
            int type = isNew ? cursor.U8() : cursor.U16();
            var size = cursor.U16();
            var messageFlags = cursor.U8();
            cursor.Skip(isNew ? head - 4 : 3);
            var data = bytes.Slice(bytes.Length - cursor.Remaining, cursor.Take(size).Length);
            if (type == Continuation)
            {
                var target = new Hdf5Cursor(file, data.Span);
                var (next, nextLength) = (target.I64(), target.I64());
                // New-style blocks have a signature before and a checksum after them.
                blocks.Enqueue(isNew ? (next + 4, nextLength - 8) : (next, nextLength));
            }
            else if ((messageFlags & 2) != 0 && type is Datatype or Dataspace or Layout or Filters or Attribute)
            {
                throw file.Unsupported("shared parts of headers");
            }
            else
            {
                found.Add(new Hdf5Message(type, data));
            }
        }
    }
}
