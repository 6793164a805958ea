using System.Runtime.InteropServices;

namespace Glassbox.Datasets;

/// <summary>An npy element type that tensors lack, with the tensor type that holds all its values.</summary>
/// <param name="name">NumPy's name.</param>
/// <param name="itemSize">Bytes per element in the file.</param>
/// <param name="dtype">The type of the tensor.</param>
internal abstract class NpyType(string name, int itemSize, DType dtype)
{
    private static readonly Dictionary<string, NpyType> All = new()
    {
        ["i1"] = new NpyType<sbyte, int>("int8", DType.Int32, value => value),
        ["i2"] = new NpyType<short, int>("int16", DType.Int32, value => value),
        ["u2"] = new NpyType<ushort, int>("uint16", DType.Int32, value => value),
        ["u4"] = new NpyType<uint, long>("uint32", DType.Int64, value => value),
        ["u8"] = new NpyType<ulong, long>("uint64", DType.Int64, value => value <= long.MaxValue ? (long)value
            : throw new InvalidDataException($"the value {value} is too large for int64, the widest integer type of tensors. Convert the "
            + "array in NumPy first: a.astype('float64')")),
        ["f2"] = new NpyType<Half, float>("float16", DType.Float32, value => (float)value),
    };

    public string Name => name;

    public int ItemSize => itemSize;

    public DType DType => dtype;

    /// <summary>The type of a code such as <c>i2</c>; null if tensors support it directly, or no type holds it.</summary>
    public static NpyType? Find(string code) => All.GetValueOrDefault(code);

    /// <summary>Reads the elements of an array.</summary>
    /// <exception cref="InvalidDataException">A value does not fit the tensor's type.</exception>
    /// <exception cref="EndOfStreamException">The stream ends prematurely.</exception>
    public abstract Tensor Read(Stream stream, Shape shape, bool bigEndian);
}

/// <inheritdoc/>
internal sealed class NpyType<TStored, TValue>(string name, DType dtype, Func<TStored, TValue> widen)
    : NpyType(name, Marshal.SizeOf<TStored>(), dtype)
    where TStored : unmanaged
    where TValue : unmanaged
{
    private const int Most = 1 << 16;

    public override Tensor Read(Stream stream, Shape shape, bool bigEndian)
    {
        // Memory grows with the data actually read, not with the size the header claims.
        var values = new List<TValue>(Math.Min(shape.Size, Most));
        var stored = new TStored[Math.Min(shape.Size, Most)];
        while (values.Count < shape.Size)
        {
            var part = stored.AsSpan(0, Math.Min(stored.Length, shape.Size - values.Count));
            var bytes = MemoryMarshal.AsBytes(part);
            stream.ReadExactly(bytes);
            if (bigEndian)
            {
                ByteOrder.Reverse(bytes, ItemSize);
            }

            foreach (var value in part)
            {
                values.Add(widen(value));
            }
        }

        return Tensor.FromSpan<TValue>(CollectionsMarshal.AsSpan(values), shape);
    }
}

/// <summary>The element type of an array, such as text, is not supported by tensors.</summary>
internal sealed class NpyElementsException(string message) : Exception(message);
