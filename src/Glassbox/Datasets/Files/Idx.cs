using System.Buffers.Binary;
using System.IO.Compression;

namespace Glassbox.Datasets;

/// <summary>Reads and writes IDX files, the format of MNIST: one array, big-endian. Gzip-compressed files are supported.</summary>
/// <remarks>Source: the description of the format at the end of Y. LeCun's page on the MNIST database.</remarks>
public static class Idx
{
    private static readonly Dictionary<byte, DType> Types = new()
    {
        [0x08] = DType.UInt8,
        [0x0C] = DType.Int32,
        [0x0D] = DType.Float32,
        [0x0E] = DType.Float64,
    };

    /// <summary>Reads an array from a file, optionally gzip-compressed.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not an IDX file, is damaged, or has an element type that tensors do not
    /// support.</exception>
    public static Tensor Load(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return Load(stream, path);
    }

    /// <summary>Writes an array to a file, compressed if the path ends in <c>.gz</c>; an existing file is replaced atomically.</summary>
    /// <exception cref="ArgumentException">The type is not uint8, int32, float32 or float64, or the rank exceeds 255.</exception>
    public static void Save(string path, Tensor tensor)
    {
        var code = Types.FirstOrDefault(type => type.Value == tensor.DType).Key;
        if (code == 0 || tensor.Rank is 0 or > byte.MaxValue)
        {
            throw new ArgumentException($"An IDX file holds an array of uint8, int32, float32 or float64; received {tensor.DType} of "
                + $"shape {tensor.Shape}.", nameof(tensor));
        }

        AtomicFile.Write(path, stream =>
        {
            using var target = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
            Write(target ?? stream, tensor, code);
        });
    }

    /// <summary>Reads an array from a stream, optionally compressed.</summary>
    internal static Tensor Load(Stream stream, string name)
    {
        using var limit = MemoryLimit.ForFile(stream.Length);
        try
        {
            if (!IsCompressed(stream))
            {
                return Read(stream, name, stream.Length);
            }

            using var plain = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            return Read(plain, name, null);
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name}: the compressed data is damaged ({exception.Message.TrimEnd('.')}).", exception);
        }
    }

    private static bool IsCompressed(Stream stream)
    {
        var compressed = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = 0;
        return compressed;
    }

    private static Tensor Read(Stream stream, string name, long? length)
    {
        Span<byte> magic = stackalloc byte[4];
        if (stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] == 0)
        {
            throw new InvalidDataException($"{name}: this is no IDX file; it does not begin with two zeros, a type and a number of axes.");
        }

        if (!Types.TryGetValue(magic[2], out var dtype))
        {
            throw new InvalidDataException($"{name}: IDX elements of type 0x{magic[2]:X2} are not supported; uint8, int32, float32 and "
                + "float64 are.");
        }

        Span<byte> extentBytes = stackalloc byte[4 * magic[3]];
        if (stream.ReadAtLeast(extentBytes, extentBytes.Length, throwOnEndOfStream: false) < extentBytes.Length)
        {
            throw new InvalidDataException($"{name}: the file ends within its header. It is cut short.");
        }

        var extents = new int[magic[3]];
        long size = 1;
        for (var axis = 0; axis < extents.Length; axis++)
        {
            var extent = BinaryPrimitives.ReadUInt32BigEndian(extentBytes[(4 * axis)..]);
            size *= extent;
            if (!ExtentMath.Fits(size) || extent > int.MaxValue)
            {
                throw new InvalidDataException($"{name}: the header promises more values than a tensor can hold. The file is damaged.");
            }

            extents[axis] = (int)extent;
        }

        var expected = 4 + extentBytes.Length + (size * dtype.ItemSize);
        if (length is { } available && available != expected)
        {
            throw new InvalidDataException(
                $"{name}: the header promises {dtype} values of shape {Shape.Create(extents)}, {expected:N0} bytes with the header; the "
                + $"file has {available:N0}. It is {(available < expected ? "cut short" : "too long")}.");
        }

        return ReadValues(stream, name, dtype, Shape.Create(extents));
    }

    private static Tensor ReadValues(Stream stream, string name, DType dtype, Shape shape)
    {
        // The uncompressed length is unknown, so memory grows with the data actually read, not with the size the header claims.
        var wanted = (long)shape.Size * dtype.ItemSize;
        var tensor = Tensor.Allocate(dtype, shape);
        using var content = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while (content.Length <= wanted && (read = stream.Read(buffer)) > 0)
        {
            content.Write(buffer, 0, read);
        }

        if (content.Length != wanted)
        {
            throw new InvalidDataException(
                $"{name}: the header promises {dtype} values of shape {shape}, {wanted:N0} bytes; "
                + (content.Length < wanted ? $"only {content.Length:N0} came: the file is cut short."
                : "more came: the file is too long."));
        }

        content.Position = 0;
        tensor.Storage.Load(content, chunk => ByteOrder.Reverse(chunk, dtype.ItemSize));
        return tensor;
    }

    private static void Write(Stream stream, Tensor tensor, byte code)
    {
        stream.Write([0, 0, code, (byte)tensor.Rank]);
        Span<byte> word = stackalloc byte[4];
        foreach (var extent in tensor.Shape)
        {
            BinaryPrimitives.WriteInt32BigEndian(word, extent);
            stream.Write(word);
        }

        tensor.Storage.Save(stream, chunk => ByteOrder.Reverse(chunk, tensor.DType.ItemSize));
    }
}
