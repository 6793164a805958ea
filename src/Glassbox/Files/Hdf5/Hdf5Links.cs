namespace Glassbox.Saving;

/// <summary>
/// Links of a group: names and object addresses. Old-style groups store them in a B-tree with a name heap, new-style ones in their header.
/// </summary>
internal static class Hdf5Links
{
    private const int DeepestTree = 16;

    public static SortedDictionary<string, long> Read(Hdf5File file, IReadOnlyList<Hdf5Message> messages)
    {
        var links = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            switch (message.Type)
            {
                case Hdf5Message.SymbolTable:
                    var table = new Hdf5Cursor(file, message.Data.Span);
                    var (tree, heap) = (table.I64(), table.I64());
                    var head = file.At(heap);
                    head.Expect("HEAP"u8);
                    head.Skip(4);
                    var size = head.I64();
                    head.Skip(8);
                    ReadTree(file, tree, file.Slice(head.I64(), size), DeepestTree, links);
                    break;
                case Hdf5Message.Link:
                    ReadLink(file, message, links);
                    break;
                case Hdf5Message.LinkInfo:
                    var info = new Hdf5Cursor(file, message.Data.Span);
                    info.Skip(1);
                    info.Skip((info.U8() & 1) != 0 ? 8 : 0);
                    if (info.I64() != -1)
                    {
                        throw file.Unsupported("groups in the newest form (libver=\"latest\")");
                    }

                    break;
            }
        }

        return links;
    }

    private static void ReadTree(Hdf5File file, long address, ReadOnlyMemory<byte> names, int deepest, SortedDictionary<string, long> links)
    {
        var node = file.At(address);
        node.Expect("TREE"u8);
        var (type, level, entries) = (node.U8(), node.U8(), node.U16());
        if (type != 0 || level >= deepest)
        {
            throw file.Damaged("the B-tree of a group has an invalid type or level");
        }

        node.Skip(16 + 8);
        for (var i = 0; i < entries; i++)
        {
            var child = node.I64();
            node.Skip(8);
            if (level > 0)
            {
                ReadTree(file, child, names, level, links);
            }
            else
            {
                ReadTable(file, child, names, links);
            }
        }
    }

    private static void ReadTable(Hdf5File file, long address, ReadOnlyMemory<byte> names, SortedDictionary<string, long> links)
    {
        var table = file.At(address);
        table.Expect("SNOD"u8);
        table.Skip(2);
        var entries = table.U16();
        for (var i = 0; i < entries; i++)
        {
            var (nameAt, target, kind) = (table.I64(), table.I64(), table.U32());
            table.Skip(20);
            if (nameAt < 0 || nameAt >= names.Length)
            {
                throw file.Damaged("a name lies outside its heap");
            }

            // Type 2 is a soft link, which Keras does not write.
            if (kind != 2)
            {
                links[Hdf5Cursor.Text(names.Span[(int)nameAt..])] = target;
            }
        }
    }

    private static void ReadLink(Hdf5File file, Hdf5Message message, SortedDictionary<string, long> links)
    {
        var link = new Hdf5Cursor(file, message.Data.Span);
        link.Skip(1);
        var flags = link.U8();
        var kind = (flags & 8) != 0 ? link.U8() : 0;
        link.Skip(((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0));
        var name = Hdf5Cursor.Text(link.Take(link.Number(1 << (flags & 3))));
        if (kind == 0)
        {
            links[name] = link.I64();
        }
    }
}
