namespace Glassbox.Saving;

/// <summary>Element type, as far as Keras uses it.</summary>
internal sealed record Hdf5Type(Hdf5Type.Kind Of, int Size, bool Signed = false, bool BigEndian = false)
{
    public enum Kind
    {
        Integer,
        Float,
        Text,
        VariableText,
        Opaque,
        Other,
    }

    public static Hdf5Type Read(Hdf5File file, ReadOnlyMemory<byte> data)
    {
        var cursor = new Hdf5Cursor(file, data.Span);
        var kind = cursor.U8() & 0x0F;
        var (bits, _, _) = (cursor.U8(), cursor.U8(), cursor.U8());
        var size = cursor.U32();
        if (size is 0 or > int.MaxValue)
        {
            throw file.Damaged("elements have no size");
        }

        return kind switch
        {
            0 => new(Kind.Integer, (int)size, (bits & 8) != 0, (bits & 1) != 0),
            1 => new(Kind.Float, (int)size, BigEndian: (bits & 1) != 0),
            3 => new(Kind.Text, (int)size),
            5 => new(Kind.Opaque, (int)size),
            // h5py writes bool as a byte enumeration.
            8 when size == 1 => new(Kind.Integer, 1),
            9 when (bits & 0x0F) == 1 && size == 16 => new(Kind.VariableText, 16),
            _ => new(Kind.Other, (int)size),
        };
    }
}
