namespace Glassbox.Saving;

/// <summary>Reads string attributes.</summary>
internal static class Hdf5Attributes
{
    private const int MostTexts = 1_000_000;

    public static string[]? Texts(Hdf5File file, IReadOnlyList<Hdf5Message> messages, string attribute)
    {
        foreach (var message in messages.Where(message => message.Type == Hdf5Message.Attribute))
        {
            var bytes = message.Data;
            var cursor = new Hdf5Cursor(file, bytes.Span);
            var version = cursor.U8();
            cursor.Skip(1);
            var (nameSize, typeSize, spaceSize) = (cursor.U16(), cursor.U16(), cursor.U16());
            cursor.Skip(version == 3 ? 1 : 0);
            if (Hdf5Cursor.Text(Part(ref cursor, nameSize)) == attribute)
            {
                var type = Hdf5Type.Read(file, Part(ref cursor, typeSize).ToArray());
                var count = Hdf5Dataset.ShapeOf(file, Part(ref cursor, spaceSize).ToArray()).Size;
                return count <= MostTexts ? Read(file, type, count, cursor) : throw file.Damaged($"the attribute '{attribute}' has "
                    + $"{count:N0} texts");
            }

            // Version 1 pads each field to a multiple of eight bytes.
            ReadOnlySpan<byte> Part(ref Hdf5Cursor from, int size)
            {
                var part = from.Take(size);
                from.Skip(version == 1 ? (8 - (size % 8)) % 8 : 0);
                return part;
            }
        }

        return messages.Any(message => message.Type == Hdf5Message.AttributeInfo && HasDenseAttributes(file, message))
            ? throw file.Unsupported("attributes in the newest form (libver=\"latest\")")
            : null;
    }

    private static string[] Read(Hdf5File file, Hdf5Type type, int count, Hdf5Cursor values)
    {
        if (type.Of is not (Hdf5Type.Kind.Text or Hdf5Type.Kind.VariableText))
        {
            return [];
        }

        var texts = new string[count];
        for (var i = 0; i < count; i++)
        {
            if (type.Of == Hdf5Type.Kind.Text)
            {
                texts[i] = Hdf5Cursor.Text(values.Take(type.Size));
            }
            else
            {
                var (length, heap, index) = (values.U32(), values.I64(), values.U32());
                texts[i] = length == 0 ? "" : FromHeap(file, heap, index, length);
            }
        }

        return texts;
    }

    private static string FromHeap(Hdf5File file, long heap, uint index, uint length)
    {
        var head = file.At(heap);
        head.Expect("GCOL"u8);
        head.Skip(4);
        var objects = file.At(heap, head.I64());
        objects.Skip(16);
        while (objects.Remaining >= 16)
        {
            var number = objects.U16();
            objects.Skip(6);
            var size = objects.I64();
            if (number == index)
            {
                return Hdf5Cursor.Text(objects.Take(Math.Min(size, length)));
            }

            if (number == 0)
            {
                break;
            }

            objects.Take(size);
            objects.Align8();
        }

        throw file.Damaged("a text is missing in its heap");
    }

    private static bool HasDenseAttributes(Hdf5File file, Hdf5Message message)
    {
        var cursor = new Hdf5Cursor(file, message.Data.Span);
        cursor.Skip(1);
        cursor.Skip((cursor.U8() & 1) != 0 ? 2 : 0);
        return cursor.I64() != -1;
    }
}
