using System.Buffers.Binary;
using System.Text;
using Glassbox.Backends;

namespace Glassbox.Saving;

/// <summary>
/// Writes HDF5 as h5py does by default: superblock 0, groups with a B-tree and a name heap, contiguous arrays, string attributes. All
/// offsets are assigned first and the file is then written front to back, so the stream need not be seekable.
/// </summary>
/// <remarks>Source: <see href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html"/>.</remarks>
internal sealed class Hdf5Writer
{
    private const long Undefined = -1;
    private const int TreeChildren = 32;
    private const int SmallestHeap = 4096;

    private readonly List<(long Length, Action<Output> Write)> blocks = [];
    private readonly List<string> texts = [];
    private int leafK = 4;
    private long end;
    private long textHeap = Undefined;

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Target; need not be seekable.</param>
    /// <param name="root">Content of the file.</param>
    public static void Write(Stream stream, Hdf5Group root)
    {
        var writer = new Hdf5Writer();
        writer.PlaceAll(root);
        var buffered = new BufferedStream(stream, 1 << 16);
        var output = new Output(buffered);
        foreach (var (length, write) in writer.blocks)
        {
            var start = output.Position;
            write(output);
            output.PadTo(start + length);
        }

        buffered.Flush();
    }

    private void PlaceAll(Hdf5Group root)
    {
        // A symbol table node holds 2·leafK group members, and a group's B-tree node 32 symbol tables.
        leafK = Math.Max(4, (MostMembers(root) + (2 * TreeChildren) - 1) / (2 * TreeChildren));
        GroupPlace top = default;
        long total = 0;
        Place(96, output => Superblock(output, top, total));
        CollectTexts(root);
        if (texts.Count > 0)
        {
            var used = 16 + texts.Sum(text => 16 + Padded(Encoding.UTF8.GetByteCount(text)));
            var size = Math.Max(SmallestHeap, Padded(used + 16));
            textHeap = Place(size, output => TextHeap(output, size, used));
        }

        top = Place(root);
        total = end;
    }

    private static int MostMembers(Hdf5Group group) =>
        Math.Max(group.Members.Count, group.Members.Values.OfType<Hdf5Group>().Select(MostMembers).DefaultIfEmpty(0).Max());

    private void CollectTexts(Hdf5Group group)
    {
        if (group.Name is not null && !texts.Contains(group.Name))
        {
            texts.Add(group.Name);
        }

        foreach (var member in group.Members.Values.OfType<Hdf5Group>())
        {
            CollectTexts(member);
        }
    }

    private static long Padded(long length) => (length + 7) / 8 * 8;

    private long Place(long length, Action<Output> write)
    {
        var address = end;
        blocks.Add((Padded(length), write));
        end += Padded(length);
        return address;
    }

    private GroupPlace Place(Hdf5Group group)
    {
        var names = group.Members.Keys.ToArray();
        var nameOffsets = new long[names.Length];
        long heapLength = 8;
        for (var i = 0; i < names.Length; i++)
        {
            nameOffsets[i] = heapLength;
            heapLength += Padded(Encoding.UTF8.GetByteCount(names[i]) + 1);
        }

        var members = group.Members.Values.Select(member =>
            member is Hdf5Group inner ? Place(inner) : new GroupPlace(Place((Tensor)member), Undefined, Undefined)).ToArray();
        var heapData = Place(heapLength, output => Names(output, names));
        var heap = Place(32, output => output.Write("HEAP"u8).U32(0).I64(heapLength).I64(1).I64(heapData));
        var tables = Enumerable.Range(0, (names.Length + (2 * leafK) - 1) / (2 * leafK)).Select(table =>
        {
            var range = (First: table * 2 * leafK, End: Math.Min(names.Length, (table + 1) * 2 * leafK));
            return (Address: Place(8 + (2 * leafK * 40), output => SymbolTable(output, nameOffsets, members, range.First, range.End)),
                LastName: nameOffsets[range.End - 1]);
        }).ToArray();
        var tree = Place(24 + 8 + (TreeChildren * 16), output => Tree(output, tables));
        var header = Place(16 + 24 + (group.Name is null ? 0 : NameAttributeLength), output => GroupHeader(output, group, tree, heap));
        return new GroupPlace(header, tree, heap);
    }

    private long Place(Tensor value)
    {
        var bytes = (long)value.Size * value.DType.ItemSize;
        var data = bytes == 0 ? Undefined : Place(bytes, output => output.Write(value.Storage));
        var space = 8 + (8 * value.Rank);
        var type = value.DType.IsFloating ? 24 : 16;
        return Place(16 + 8 + space + 8 + type + 8 + 8 + 8 + 24, output =>
        {
            output.U8(1).U8(0).U16(4).U32(1).U32((uint)(8 + space + 8 + type + 8 + 8 + 8 + 24)).U32(0);
            output.Message(Hdf5Message.Dataspace, space).U8(1).U8((byte)value.Rank).U16(0).U32(0);
            foreach (var extent in value.Shape)
            {
                output.I64(extent);
            }

            Datatype(output.Message(Hdf5Message.Datatype, type), value.DType);
            // No fill value: all values are present.
            output.Message(0x05, 8).U8(2).U8(2).U8(2).U8(0).U32(0);
            output.Message(Hdf5Message.Layout, 24).U8(3).U8(1).I64(data).I64(bytes).U32(0).U16(0);
        });
    }

    private static void Datatype(Output output, DType dtype)
    {
        var bits = (ushort)(8 * dtype.ItemSize);
        if (dtype.IsFloating)
        {
            // Little-endian IEEE 754: the sign in the top bit, exponent and mantissa below, implied leading 1.
            var (mantissa, exponent, bias) = dtype == DType.Float32 ? (23, 8, 127u) : (52, 11, 1023u);
            output.U8(0x11).U8(0x20).U8((byte)(bits - 1)).U8(0).U32((uint)dtype.ItemSize);
            output.U16(0).U16(bits).U8((byte)mantissa).U8((byte)exponent).U8(0).U8((byte)mantissa).U32(bias).U32(0);
        }
        else
        {
            output.U8(0x10).U8((byte)(dtype == DType.UInt8 || dtype == DType.Bool ? 0 : 8)).U16(0).U32((uint)dtype.ItemSize).U16(0)
                .U16(bits).U32(0);
        }
    }

    private void Superblock(Output output, GroupPlace root, long total)
    {
        output.Write(Hdf5File.Signature).U32(0).U8(0).U8(8).U8(8).U8(0);
        output.U16((ushort)leafK).U16(TreeChildren / 2).U32(0);
        output.I64(0).I64(Undefined).I64(total).I64(Undefined);
        Entry(output, 0, root);
    }

    private static void Entry(Output output, long nameOffset, GroupPlace place)
    {
        output.I64(nameOffset).I64(place.Header);
        if (place.Tree == Undefined)
        {
            output.U32(0).U32(0).I64(0).I64(0);
        }
        else
        {
            output.U32(1).U32(0).I64(place.Tree).I64(place.Heap);
        }
    }

    private static void Names(Output output, string[] names)
    {
        output.I64(0);
        foreach (var name in names)
        {
            output.Text(name);
        }
    }

    private static void SymbolTable(Output output, long[] nameOffsets, GroupPlace[] members, int first, int end)
    {
        output.Write("SNOD"u8).U8(1).U8(0).U16((ushort)(end - first));
        for (var i = first; i < end; i++)
        {
            Entry(output, nameOffsets[i], members[i]);
        }
    }

    private static void Tree(Output output, (long Address, long LastName)[] tables)
    {
        output.Write("TREE"u8).U8(0).U8(0).U16((ushort)tables.Length).I64(Undefined).I64(Undefined).I64(0);
        foreach (var (address, lastName) in tables)
        {
            output.I64(address).I64(lastName);
        }
    }

    private void GroupHeader(Output output, Hdf5Group group, long tree, long heap)
    {
        output.U8(1).U8(0).U16((ushort)(group.Name is null ? 1 : 2)).U32(1).U32((uint)(24 + (group.Name is null ? 0 : NameAttributeLength)))
            .U32(0);
        output.Message(Hdf5Message.SymbolTable, 16).I64(tree).I64(heap);
        if (group.Name is not null)
        {
            // Version 1: name, datatype (variable-length UTF-8 string), dataspace (scalar), then the value's address in the heap.
            output.Message(Hdf5Message.Attribute, (int)NameAttributeLength - 8).U8(1).U8(0).U16(5).U16(20).U16(8).Text("name");
            output.U8(0x19).U8(1).U8(1).U8(0).U32(16).U8(0x10).U8(0).U16(0).U32(1).U16(0).U16(8).U32(0);
            output.U8(1).U8(0).U16(0).U32(0);
            output.U32((uint)Encoding.UTF8.GetByteCount(group.Name)).I64(textHeap).U32((uint)texts.IndexOf(group.Name) + 1);
        }
    }

    private const long NameAttributeLength = 8 + 8 + 8 + 24 + 8 + 16;

    private void TextHeap(Output output, long size, long used)
    {
        output.Write("GCOL"u8).U32(1).I64(size);
        for (var i = 0; i < texts.Count; i++)
        {
            output.U16((ushort)(i + 1)).U16(0).U32(0).I64(Encoding.UTF8.GetByteCount(texts[i])).Text(texts[i], zero: 0);
        }

        output.U16(0).U16(0).U32(0).I64(size - used);
    }

    private readonly record struct GroupPlace(long Header, long Tree, long Heap);

    /// <summary>Writes little-endian integers to a stream.</summary>
    private sealed class Output(Stream stream)
    {
        private readonly byte[] number = new byte[8];

        public long Position { get; private set; }

        public Output U8(byte value) => Write([value]);

        public Output U16(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(number, value);
            return Write(number.AsSpan(0, 2));
        }

        public Output U32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(number, value);
            return Write(number.AsSpan(0, 4));
        }

        public Output I64(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            return Write(number);
        }

        /// <summary>A string, an optional NUL terminator, and padding to a multiple of eight bytes.</summary>
        public Output Text(string text, int zero = 1)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var end = Position + Padded(bytes.Length + zero);
            Write(bytes).PadTo(end);
            return this;
        }

        /// <summary>The prefix of a header message.</summary>
        public Output Message(int type, int length) => U16((ushort)type).U16((ushort)length).U32(0);

        public Output Write(ReadOnlySpan<byte> bytes)
        {
            stream.Write(bytes);
            Position += bytes.Length;
            return this;
        }

        public Output Write(Storage values)
        {
            values.Save(stream);
            Position += (long)values.Length * values.DType.ItemSize;
            return this;
        }

        public void PadTo(long position)
        {
            while (Position < position)
            {
                U8(0);
            }
        }
    }
}
