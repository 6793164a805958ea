using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Datasets;

namespace Glassbox.Saving;

/// <summary>Reads and writes <c>.safetensors</c> files: a JSON header with the arrays' offsets, followed by the arrays.</summary>
/// <remarks>Source: <see href="https://huggingface.co/docs/safetensors/index"/>.</remarks>
public static class SafeTensors
{
    private const int LongestHeader = 8 << 20;

    private static readonly Dictionary<string, DType> Types = new()
    {
        ["BOOL"] = DType.Bool,
        ["U8"] = DType.UInt8,
        ["I32"] = DType.Int32,
        ["I64"] = DType.Int64,
        ["F32"] = DType.Float32,
        ["F64"] = DType.Float64,
    };

    /// <summary>Reads all arrays of a file, in header order.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not a safetensors file, or is damaged.</exception>
    /// <exception cref="NotSupportedException">Tensors do not support an element type in the file.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return ReadErrors.In(path, () =>
        {
            using var limit = MemoryLimit.ForFile(stream.Length);
            return Read(stream, path);
        });
    }

    /// <summary>Writes arrays to a file; an existing file is replaced atomically.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <exception cref="ArgumentException">A name is empty or reserved by the format.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> arrays)
    {
        var header = new JsonObject();
        long position = 0;
        foreach (var (name, tensor) in arrays)
        {
            if (name is "" or "__metadata__")
            {
                throw new ArgumentException($"An array in a safetensors file cannot be named '{name}'.", nameof(arrays));
            }

            var end = position + ((long)tensor.Size * tensor.DType.ItemSize);
            header[name] = new JsonObject
            {
                ["dtype"] = Types.First(type => type.Value == tensor.DType).Key,
                ["shape"] = new JsonArray([.. tensor.Shape.Select(extent => JsonValue.Create(extent))]),
                ["data_offsets"] = new JsonArray(position, end),
            };
            position = end;
        }

        var text = Encoding.UTF8.GetBytes(KerasJson.Write(header));
        AtomicFile.Write(path, stream =>
        {
            // Spaces align the arrays to eight bytes.
            var padded = (text.Length + 7) / 8 * 8;
            var length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, padded);
            stream.Write(length);
            stream.Write(text);
            stream.Write(Encoding.UTF8.GetBytes(new string(' ', padded - text.Length)));
            foreach (var tensor in arrays.Values)
            {
                tensor.Storage.Save(stream);
            }
        });
    }

    private static OrderedDictionary<string, Tensor> Read(FileStream stream, string path)
    {
        var start = new byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8
            || BinaryPrimitives.ReadInt64LittleEndian(start) is not (>= 2 and <= LongestHeader)
            || BinaryPrimitives.ReadInt64LittleEndian(start) > stream.Length - 8)
        {
            throw new InvalidDataException($"{path}: this is no safetensors file, or it is damaged: its header has no possible length.");
        }

        var header = new byte[BinaryPrimitives.ReadInt64LittleEndian(start)];
        stream.ReadExactly(header);
        var origin = stream.Position;
        var arrays = new OrderedDictionary<string, Tensor>();
        long total = 0;
        foreach (var (name, node) in KerasJson.Parse(header, path).Where(pair => pair.Key != "__metadata__"))
        {
            var (dtype, shape, begin) = Describe(path, name, node, stream.Length - origin);
            // Arrays do not overlap, so their total length is bounded by that of the file.
            if ((total += (long)shape.Size * dtype.ItemSize) > stream.Length - origin)
            {
                throw new InvalidDataException($"{path}: the arrays overlap. The file is damaged.");
            }

            var tensor = Tensor.Allocate(dtype, shape);
            stream.Position = origin + begin;
            tensor.Storage.Load(stream, chunk =>
            {
                if (dtype == DType.Bool && chunk.ContainsAnyExceptInRange((byte)0, (byte)1))
                {
                    throw new InvalidDataException($"{path}: the bool array '{name}' holds bytes other than 0 and 1. It is damaged.");
                }
            });

            arrays.Add(name, tensor);
        }

        return arrays;
    }

    private static (DType DType, Shape Shape, long Begin) Describe(string path, string name, JsonNode? node, long available)
    {
        var config = new Config($"{path}, '{name}'",
            node as JsonObject ?? throw new InvalidDataException($"{path}: '{name}' is not described. The file is damaged."));
        var kind = config.GetString("dtype");
        if (!Types.TryGetValue(kind, out var dtype))
        {
            throw new NotSupportedException($"{path}: '{name}' has elements of type {kind}, which tensors do not hold; "
                + $"{string.Join(", ", Types.Keys)} are.");
        }

        var extents = config.GetInt32s("shape");
        var offsets = config.GetDoublesOrNull("data_offsets");
        var bytes = extents.Aggregate((double)dtype.ItemSize, (product, extent) => product * extent);
        return extents.All(extent => extent >= 0) && offsets is [>= 0 and var begin, var end] && end <= available && end - begin == bytes
            && bytes / dtype.ItemSize <= ExtentMath.MostElements
            ? (dtype, Shape.Create(extents), (long)begin)
            : throw new InvalidDataException($"{path}: '{name}' is said to have shape [{string.Join(", ", extents)}] and type {kind}, "
            + "which does not fit its place in the file. It is damaged.");
    }
}
