using System.Buffers.Binary;
using Glassbox.Datasets;

namespace Glassbox.Saving;

/// <summary>Reads a dataset into a tensor.</summary>
internal static class Hdf5Dataset
{
    private const int HighestRank = 32;

    /// <summary>The shape in a dataspace, checked against the maximum size of a tensor.</summary>
    public static Shape ShapeOf(Hdf5File file, Hdf5Object dataset) => ShapeOf(file, Find(file, dataset, Hdf5Message.Dataspace));

    public static Shape ShapeOf(Hdf5File file, ReadOnlyMemory<byte> dataspace)
    {
        var cursor = new Hdf5Cursor(file, dataspace.Span);
        var (version, rank) = (cursor.U8(), cursor.U8());
        cursor.Skip(version == 1 ? 6 : 2);
        if (rank > HighestRank)
        {
            throw file.Damaged($"an array has {rank} axes");
        }

        var extents = new int[rank];
        long size = 1;
        for (var i = 0; i < rank; i++)
        {
            var extent = cursor.I64();
            if (extent is < 0 or > int.MaxValue || (size *= Math.Max(1, extent)) > int.MaxValue)
            {
                throw file.Damaged("an array has more values than a tensor can hold");
            }

            extents[i] = (int)extent;
        }

        return Shape.Create(extents);
    }

    public static Tensor Read(Hdf5File file, Hdf5Object dataset)
    {
        var shape = ShapeOf(file, dataset);
        var type = Hdf5Type.Read(file, Find(file, dataset, Hdf5Message.Datatype));
        return (type.Of, type.Size) switch
        {
            (Hdf5Type.Kind.Float, 4) => Plain(DType.Float32),
            (Hdf5Type.Kind.Float, 8) => Plain(DType.Float64),
            (Hdf5Type.Kind.Float, 2) => Widened(type.BigEndian ? two => (float)BinaryPrimitives.ReadHalfBigEndian(two) : two =>
            (float)BinaryPrimitives.ReadHalfLittleEndian(two)),
            (Hdf5Type.Kind.Integer, 1) when !type.Signed => Plain(DType.UInt8),
            (Hdf5Type.Kind.Integer, 4) => Plain(DType.Int32),
            (Hdf5Type.Kind.Integer, 8) => Plain(DType.Int64),
            // bfloat16 is the upper half of a float32.
            (Hdf5Type.Kind.Opaque, 2) or (Hdf5Type.Kind.Integer, 2) when Hdf5Attributes.Texts(file, dataset.Messages, "dtype")
                is ["bfloat16"] =>
                Widened(two => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(two) << 16)),
            _ => throw file.Unsupported($"elements of {type.Size} bytes of the kind {type.Of} in {dataset.Path}"),
        };

        Tensor Plain(DType dtype)
        {
            var tensor = Tensor.Allocate(dtype, shape);
            tensor.Storage.Load(Hdf5Storage.Read(file, dataset, shape, type.Size), chunk =>
            {
                if (type.BigEndian)
                {
                    ByteOrder.Reverse(chunk, type.Size);
                }
            });
            return tensor;
        }

        Tensor Widened(FloatOf single)
        {
            MemoryLimit.Take(sizeof(float) * (long)shape.Size);
            var values = new float[shape.Size];
            var bytes = Hdf5Storage.Read(file, dataset, shape, type.Size);
            var two = new byte[2 * Math.Min(values.Length, 1 << 16)];
            for (var i = 0; i < values.Length; i++)
            {
                var place = (int)(2L * i % two.Length);
                if (place == 0)
                {
                    bytes.ReadExactly(two, 0, Math.Min(two.Length, 2 * (values.Length - i)));
                }

                values[i] = single(two.AsSpan(place, 2));
            }

            return Tensor.FromSpan<float>(values, shape);
        }
    }

    private delegate float FloatOf(ReadOnlySpan<byte> two);

    private static ReadOnlyMemory<byte> Find(Hdf5File file, Hdf5Object dataset, int type) =>
        dataset.Messages.FirstOrDefault(message => message.Type == type)?.Data ?? throw file.Damaged($"{dataset.Path} is no array");
}
