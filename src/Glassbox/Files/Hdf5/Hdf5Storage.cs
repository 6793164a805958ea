using System.IO.Compression;

namespace Glassbox.Saving;

/// <summary>Storage of a dataset's bytes: in its header (compact), contiguous, or in optionally compressed chunks.</summary>
internal static class Hdf5Storage
{
    private const int Deflate = 1;
    private const int Shuffle = 2;
    private const int Fletcher32 = 3;

    /// <summary>A stream positioned at a dataset's bytes, as many as its shape requires.</summary>
    public static Stream Read(Hdf5File file, Hdf5Object dataset, Shape shape, int itemSize)
    {
        var total = (long)shape.Size * itemSize;
        var layout = new Hdf5Cursor(file, dataset.Messages.First(message => message.Type == Hdf5Message.Layout).Data.Span);
        var (version, kind) = (layout.U8(), layout.U8());
        if (version is not (3 or 4))
        {
            throw file.Unsupported($"version {version} of the layout of arrays");
        }

        switch (kind)
        {
            case 0:
                var held = layout.U16();
                return held == total ? new MemoryStream(layout.Take(held).ToArray()) : throw WrongLength(file, dataset, held, total);
            case 1:
                var (address, length) = (layout.I64(), layout.I64());
                return total == 0 ? Stream.Null : length == total ? file.StreamAt(address, length)
                    : throw WrongLength(file, dataset, length, total);
            case 2 when version == 3:
                MemoryLimit.Take(total);
                return total <= Array.MaxLength ? new MemoryStream(ReadChunks(file, dataset, shape, itemSize, total, layout))
                    : throw file.Unsupported($"chunks for an array of {total:N0} bytes in {dataset.Path}");
            default:
                throw file.Unsupported($"a layout of arrays of the newest form (libver=\"latest\") in {dataset.Path}");
        }
    }

    private static byte[] ReadChunks(
        Hdf5File file, Hdf5Object dataset, Shape shape, int itemSize, long total, Hdf5Cursor layout)
    {
        var rank = layout.U8() - 1;
        var tree = layout.I64();
        if (rank != shape.Rank || rank < 1)
        {
            throw file.Damaged($"{dataset.Path} has chunks of {rank} axes for an array of {shape.Rank}");
        }

        var chunk = new int[rank];
        long chunkBytes = itemSize;
        for (var i = 0; i < rank; i++)
        {
            chunk[i] = (int)Math.Min(layout.U32(), int.MaxValue);
            if (chunk[i] == 0 || (chunkBytes *= chunk[i]) > Array.MaxLength - 4)
            {
                throw file.Damaged($"{dataset.Path} has chunks of an impossible size");
            }
        }

        MemoryLimit.Take(chunkBytes);
        var target = new byte[total];
        if (tree != -1)
        {
            var reader = new Chunks(file, dataset, shape, chunk, itemSize, (int)chunkBytes, Filters(file, dataset), target);
            reader.ReadTree(tree, deepest: 16);
        }

        return target;
    }

    /// <summary>The filters in order of application.</summary>
    private static int[] Filters(Hdf5File file, Hdf5Object dataset)
    {
        if (dataset.Messages.FirstOrDefault(message => message.Type == Hdf5Message.Filters) is not { } message)
        {
            return [];
        }

        var cursor = new Hdf5Cursor(file, message.Data.Span);
        var (version, count) = (cursor.U8(), cursor.U8());
        cursor.Skip(version == 1 ? 6 : 0);
        var filters = new int[count];
        for (var i = 0; i < count; i++)
        {
            filters[i] = cursor.U16();
            var nameLength = version == 1 || filters[i] >= 256 ? cursor.U16() : 0;
            cursor.Skip(2);
            var values = cursor.U16();
            cursor.Skip(nameLength);
            cursor.Skip((4 * values) + (version == 1 && values % 2 == 1 ? 4 : 0));
            if (filters[i] is not (Deflate or Shuffle or Fletcher32))
            {
                throw file.Unsupported($"compression of kind {filters[i]}");
            }
        }

        return filters;
    }

    private static InvalidDataException WrongLength(Hdf5File file, Hdf5Object dataset, long length, long expected) =>
        file.Damaged($"{dataset.Path} has {length:N0} bytes where its shape needs {expected:N0}");

    private sealed class Chunks(Hdf5File file, Hdf5Object dataset, Shape shape, int[] chunk, int itemSize, int chunkBytes, int[] filters,
        byte[] target)
    {
        private long unpacked;

        public void ReadTree(long address, int deepest)
        {
            var node = file.At(address);
            node.Expect("TREE"u8);
            var (type, level, entries) = (node.U8(), node.U8(), node.U16());
            if (type != 1 || level >= deepest)
            {
                throw file.Damaged("the B-tree of the chunks has an invalid type or level");
            }

            node.Skip(16);
            var start = new long[shape.Rank];
            for (var i = 0; i < entries; i++)
            {
                var (size, skipped) = (node.U32(), node.U32());
                for (var axis = 0; axis < start.Length; axis++)
                {
                    start[axis] = node.I64();
                }

                node.Skip(8);
                var child = node.I64();
                if (level > 0)
                {
                    ReadTree(child, level);
                }
                else
                {
                    Place(Unpack(file.Slice(child, size), skipped), start);
                }
            }
        }

        private ReadOnlySpan<byte> Unpack(ReadOnlyMemory<byte> stored, uint skipped)
        {
            // Limits the work for overlapping chunks, which would be decompressed repeatedly.
            if ((unpacked += chunkBytes) > (4L * target.Length) + (4L * chunkBytes))
            {
                throw file.Damaged($"{dataset.Path} has more chunks than fit into it");
            }

            var bytes = stored;
            for (var i = filters.Length - 1; i >= 0; i--)
            {
                if ((skipped & (1u << i)) == 0)
                {
                    bytes = filters[i] switch
                    {
                        Deflate => Inflate(bytes),
                        Shuffle => Unshuffle(bytes.Span),
                        _ => bytes.Length >= 4 ? bytes[..^4] : throw file.Damaged("a chunk is too short"),
                    };
                }
            }

            return bytes.Length >= chunkBytes ? bytes.Span[..chunkBytes] : throw file.Damaged($"a chunk of {dataset.Path} is too short");
        }

        private byte[] Inflate(ReadOnlyMemory<byte> packed)
        {
            // A checksum may follow the values.
            var result = new byte[chunkBytes + 4];
            using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            return result[..stream.ReadAtLeast(result, result.Length, throwOnEndOfStream: false)];
        }

        /// <summary>Reverses the shuffle filter, which stores all first bytes of the elements, then all second ones, and so on.</summary>
        private byte[] Unshuffle(ReadOnlySpan<byte> bytes)
        {
            var count = bytes.Length / itemSize;
            var result = bytes.ToArray();
            for (var i = 0; i < count; i++)
            {
                for (var part = 0; part < itemSize; part++)
                {
                    result[(i * itemSize) + part] = bytes[(part * count) + i];
                }
            }

            return result;
        }

        /// <summary>Copies a chunk to its position, row by row, clipped to the dataset's bounds.</summary>
        private void Place(ReadOnlySpan<byte> bytes, long[] start)
        {
            for (var axis = 0; axis < start.Length; axis++)
            {
                if (start[axis] < 0 || start[axis] >= shape[axis])
                {
                    throw file.Damaged($"a chunk of {dataset.Path} lies outside");
                }
            }

            var strides = shape.Strides();
            var last = shape.Rank - 1;
            var rowLength = (int)Math.Min(chunk[last], shape[last] - start[last]) * itemSize;
            var rows = chunkBytes / itemSize / chunk[last];
            for (var row = 0; row < rows; row++)
            {
                long to = start[last];
                var rest = row;
                var inside = true;
                for (var axis = last - 1; axis >= 0; axis--)
                {
                    var at = start[axis] + (rest % chunk[axis]);
                    rest /= chunk[axis];
                    inside &= at < shape[axis];
                    to += at * strides[axis];
                }

                if (inside)
                {
                    bytes.Slice(row * chunk[last] * itemSize, rowLength).CopyTo(target.AsSpan((int)to * itemSize));
                }
            }
        }
    }
}
