namespace Glassbox.Saving;

/// <summary>
/// Reader for the subset of HDF5 that h5py and Keras write: groups, hard links, numeric datasets that are contiguous, compact or chunked
/// (optionally compressed), and string and numeric attributes. Every address and length is checked against the file before use, so that a
/// damaged or malicious file causes an exception. Addresses are 64-bit and the file is read on demand, so it can be of any length.
/// </summary>
/// <remarks>Source: <see href="https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html"/>.</remarks>
internal sealed class Hdf5File
{
    /// <summary>Upper bound of the number of steps, above the need of the largest models; ends cyclic chains.</summary>
    private const int MostSteps = 20_000_000;

    private readonly Stream stream;
    private readonly string name;
    private readonly Dictionary<long, Hdf5Object> objects = [];
    private int steps;

    /// <summary>Opens a file.</summary>
    /// <param name="stream">The whole file; must be seekable and stay open while the file is read.</param>
    /// <param name="name">Name of the file in messages.</param>
    /// <exception cref="InvalidDataException">The file is not an HDF5 file, or is damaged.</exception>
    public Hdf5File(Stream stream, string name)
    {
        (this.stream, this.name, Length) = (stream, name, stream.Length);
        if (Length < 8 || !Slice(0, 8).Span.SequenceEqual(Signature))
        {
            throw new InvalidDataException($"{name}: this is no HDF5 file; it does not begin with the bytes \\x89HDF.");
        }

        Root = Object(RootAddress(), "/");
    }

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The root group.</summary>
    public Hdf5Object Root { get; }

    /// <summary>Length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>A cursor at an address, without a fixed end.</summary>
    public Hdf5Cursor At(long address) => address >= 0 && address < Length
        ? new Hdf5Cursor(this, [], address)
        : throw Damaged($"an address, {address}, lies outside");

    public Hdf5Cursor At(long address, long length) => new(this, Slice(address, length).Span);

    /// <summary>A range of bytes, limited to the maximum array length.</summary>
    public ReadOnlyMemory<byte> Slice(long address, long length)
    {
        var place = StreamAt(address, length);
        if (length > Array.MaxLength)
        {
            throw Damaged($"a part has {length:N0} bytes");
        }

        MemoryLimit.Take(length);
        var bytes = new byte[length];
        place.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The file's stream positioned at an address, after checking that the given number of bytes follows.</summary>
    public Stream StreamAt(long address, long length)
    {
        if (address < 0 || length < 0 || address > Length - length)
        {
            throw Damaged($"{length:N0} bytes at {address:N0} lie outside the {Length:N0} of the file");
        }

        stream.Position = address;
        return stream;
    }

    /// <summary>The object at an address; cached.</summary>
    public Hdf5Object Object(long address, string path) =>
        objects.TryGetValue(address, out var known) ? known : objects[address] = new Hdf5Object(this, address, path);

    public void Step()
    {
        if (++steps > MostSteps)
        {
            throw Damaged("its parts lead in a circle");
        }
    }

    public InvalidDataException Damaged(string how) => new($"{name}: the HDF5 file is damaged: {how}.");

    public NotSupportedException Unsupported(string what) =>
        new($"{name}: the HDF5 file uses {what}, which is not read here. Files that Keras and h5py write by default are: write it again "
            + "with h5py.File(path, \"w\").");

    private long RootAddress()
    {
        var cursor = At(8);
        var version = cursor.U8();
        if (version <= 1)
        {
            cursor.Skip(4);
            RequireEightBytes(cursor.U8(), cursor.U8());
            cursor.Skip(version == 0 ? 9 : 13);
            cursor.Skip(32 + 8);
            return cursor.I64();
        }

        if (version > 3)
        {
            throw Unsupported($"version {version} of its format");
        }

        RequireEightBytes(cursor.U8(), cursor.U8());
        cursor.Skip(1 + 24);
        return cursor.I64();
    }

    private void RequireEightBytes(byte offsets, byte lengths)
    {
        if (offsets != 8 || lengths != 8)
        {
            throw Unsupported($"addresses of {offsets} and lengths of {lengths} bytes");
        }
    }
}
