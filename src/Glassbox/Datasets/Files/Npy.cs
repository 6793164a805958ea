using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Glassbox.Datasets;

/// <summary>Reads and writes NumPy's <c>.npy</c> files: one array.</summary>
/// <remarks>Source: <see href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html"/>.</remarks>
public static partial class Npy
{
    private const int LongestHeader = 1 << 20;

    private static readonly Dictionary<string, DType> Types = new()
    {
        ["b1"] = DType.Bool,
        ["u1"] = DType.UInt8,
        ["i4"] = DType.Int32,
        ["i8"] = DType.Int64,
        ["f4"] = DType.Float32,
        ["f8"] = DType.Float64,
    };

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>
    /// Reads an array from a file. Element types that tensors lack (int8, int16, uint16 to uint64, float16) are widened to the next type
    /// that holds them, with a warning.
    /// </summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not an npy file, is damaged, or has an element type that tensors do not
    /// support.</exception>
    public static Tensor Load(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        using var limit = MemoryLimit.ForFile(stream.Length);
        return ReadOrRefuse(stream, path, stream.Length);
    }

    /// <summary>Reads an array from a stream, to its end.</summary>
    /// <inheritdoc cref="Load(string)"/>
    public static Tensor Load(Stream stream)
    {
        long? length = stream.CanSeek ? stream.Length - stream.Position : null;
        using var limit = MemoryLimit.ForFile(length ?? 0);
        return ReadOrRefuse(stream, "the stream", length);
    }

    /// <summary>Writes an array to a file; an existing file is replaced atomically.</summary>
    public static void Save(string path, Tensor tensor) => AtomicFile.Write(path, stream => Save(stream, tensor));

    /// <summary>Writes an array to a stream.</summary>
    public static void Save(Stream stream, Tensor tensor)
    {
        var kind = Types.First(type => type.Value == tensor.DType).Key;
        var shape = tensor.Rank == 1 ? $"({tensor.Size},)" : $"({string.Join(", ", tensor.Shape)})";
        var header = $"{{'descr': '{(tensor.DType.ItemSize == 1 ? '|' : '<')}{kind}', 'fortran_order': False, 'shape': {shape}, }}";
        // The data is aligned to 64 bytes; a line feed ends the header.
        var padded = header.PadRight(((Magic.Length + 4 + header.Length + 1 + 63) / 64 * 64) - Magic.Length - 4 - 1) + "\n";
        stream.Write(Magic);
        stream.Write([1, 0, (byte)padded.Length, (byte)(padded.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(padded));
        tensor.Storage.Save(stream);
    }

    /// <summary>Reads an array that must extend to the end of the file.</summary>
    /// <param name="stream">The stream to read.</param>
    /// <param name="name">Name of the file in messages.</param>
    /// <param name="length">Number of bytes, if known.</param>
    /// <exception cref="InvalidDataException">The file is not an npy file, or is damaged.</exception>
    /// <exception cref="NpyElementsException">Tensors do not support the element type.</exception>
    internal static Tensor Read(Stream stream, string name, long? length)
    {
        var (dtype, stored, bigEndian, fortran, shape, headerLength) = ReadHeader(stream, name);
        var size = ExtentMath.Count(shape);
        var expected = headerLength + (size * (stored?.ItemSize ?? dtype.ItemSize));
        if (!ExtentMath.Fits(size) || (length is { } available && available != expected))
        {
            throw new InvalidDataException(
                $"{name}: the header promises {stored?.Name ?? dtype.Name} values of shape {Shape.Create(shape)}, which makes "
                + $"{expected:N0} bytes with the header; the file has {length:N0}. It is damaged or cut short.");
        }

        // A Fortran-order array is the transpose of a row-major one with reversed shape.
        var rows = Shape.Create(fortran ? [.. shape.Reverse()] : shape);
        var tensor = stored is null ? ReadValues(stream, dtype, rows, bigEndian, name) : ReadWidened(stream, stored, rows, bigEndian, name);
        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException($"{name}: there are bytes after the end of the array. It is not an npy file of one array.");
        }

        return fortran ? Ops.Transpose(tensor) : tensor;
    }

    private static Tensor ReadOrRefuse(Stream stream, string name, long? length)
    {
        try
        {
            return Read(stream, name, length);
        }
        catch (NpyElementsException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private static Tensor ReadWidened(Stream stream, NpyType stored, Shape shape, bool bigEndian, string name)
    {
        try
        {
            var tensor = stored.Read(stream, shape, bigEndian);
            Warnings.Warn($"{name}: the values of type {stored.Name} are read as {stored.DType}, since tensors have no {stored.Name}.");
            return tensor;
        }
        catch (EndOfStreamException)
        {
            throw CutShort(name, shape, stored.Name);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{name}: {exception.Message}.", exception);
        }
    }

    private static InvalidDataException CutShort(string name, Shape shape, string type) =>
        new($"{name}: the file ends before its {shape.Size:N0} values of type {type} do. It is cut short.");

    private static Tensor ReadValues(Stream stream, DType dtype, Shape shape, bool bigEndian, string name)
    {
        var tensor = Tensor.Allocate(dtype, shape);
        try
        {
            tensor.Storage.Load(stream, chunk =>
            {
                if (bigEndian)
                {
                    ByteOrder.Reverse(chunk, tensor.DType.ItemSize);
                }

                if (tensor.DType == DType.Bool && chunk.ContainsAnyExceptInRange((byte)0, (byte)1))
                {
                    throw new InvalidDataException($"{name}: a bool array holds bytes other than 0 and 1. It is damaged.");
                }
            });
        }
        catch (EndOfStreamException)
        {
            throw CutShort(name, shape, dtype.Name);
        }

        return tensor;
    }

    private static (DType DType, NpyType? Stored, bool BigEndian, bool Fortran, int[] Shape, long Length) ReadHeader(
        Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || !start[..6].SequenceEqual(Magic))
        {
            throw new InvalidDataException($"{name}: this is no npy file; it does not begin with the bytes \\x93NUMPY.");
        }

        if (start[6] is not (1 or 2 or 3))
        {
            throw new InvalidDataException($"{name}: npy version {start[6]}.{start[7]} is not known; versions 1 to 3 are.");
        }

        Span<byte> lengthBytes = stackalloc byte[start[6] == 1 ? 2 : 4];
        var headerLength = stream.ReadAtLeast(lengthBytes, lengthBytes.Length, throwOnEndOfStream: false) < lengthBytes.Length
            ? 0
            : start[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (headerLength is 0 or > LongestHeader)
        {
            throw new InvalidDataException($"{name}: the header is said to have {headerLength:N0} bytes. The file is damaged.");
        }

        var bytes = new byte[headerLength];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException($"{name}: the file ends within its header. It is cut short.");
        }

        var (dtype, stored, bigEndian, fortran, shape) = ParseHeader(Encoding.UTF8.GetString(bytes), name);
        return (dtype, stored, bigEndian, fortran, shape, 8 + lengthBytes.Length + headerLength);
    }

    private static (DType DType, NpyType? Stored, bool BigEndian, bool Fortran, int[] Shape) ParseHeader(string header, string name)
    {
        if (Fields().IsMatch(header))
        {
            throw new NpyElementsException($"{name}: the elements are records of several fields, which are not supported. Save each field "
                + $"as a separate array in NumPy: a['field'].");
        }

        var (description, order, extents) = (Description().Match(header), FortranOrder().Match(header), Extents().Match(header));
        if (!description.Success || !order.Success || !extents.Success)
        {
            throw new InvalidDataException($"{name}: the header does not name descr, fortran_order and shape of a plain array: "
                + $"{Shorten(header)}");
        }

        var code = description.Groups["type"].Value;
        var stored = NpyType.Find(code);
        if ((stored?.DType ?? Types.GetValueOrDefault(code)) is not { } dtype)
        {
            throw new NpyElementsException(
                $"{name}: elements of type '{description.Groups["order"].Value}{code}' are not supported; "
                + "tensors hold bool, uint8, int32, int64, float32 and float64. " +
                "Convert the array in NumPy first: a.astype('float32').");
        }

        // Python 2 wrote (2L, 3L).
        var shape = new List<int>();
        if (extents.Groups["shape"].Value.Count(',') > ExtentMath.MostAxes)
        {
            throw new InvalidDataException($"{name}: the array has more than {ExtentMath.MostAxes} axes. The file is damaged.");
        }

        foreach (var part in extents.Groups["shape"].Value.Split(',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var number = part is [.. var digits, 'L'] ? digits : part;
            shape.Add(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var extent)
                ? extent
                : throw new InvalidDataException($"{name}: the shape ({extents.Groups["shape"].Value}) has the extent '{part}', which a "
                + "tensor cannot have."));
        }

        return (dtype, stored, description.Groups["order"].Value == ">", order.Groups["value"].Value == "True", [.. shape]);
    }

    private static string Shorten(string text) => (text.Length > 100 ? text[..100] + "…" : text).Trim();

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"](?<order>[<>|=]?)(?<type>[^'"]*)['"]""")]
    private static partial Regex Description();

    [GeneratedRegex("""['"]descr['"]\s*:\s*\[""")]
    private static partial Regex Fields();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(?<value>True|False)""")]
    private static partial Regex FortranOrder();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\((?<shape>[^)]*)\)""")]
    private static partial Regex Extents();
}
