using System.IO.Compression;

namespace Glassbox.Saving;

/// <summary>Reads a member of a zip archive into memory, within <see cref="MemoryLimit"/>.</summary>
internal static class ZipMember
{
    /// <summary>Opens a member as a seekable stream: in memory, or in a temporary file if it exceeds the maximum array length.</summary>
    /// <inheritdoc cref="Read"/>
    public static Stream Open(ZipArchive archive, string name, string path, long fileLength, long mostInMemory = int.MaxValue / 2)
    {
        var entry = Entry(archive, name, path);
        if (entry.Length <= mostInMemory)
        {
            return new MemoryStream(ReadAll(entry, name, path, fileLength), writable: false);
        }

        MemoryLimit.Take(entry.Length);
        var copy = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16,
            FileOptions.DeleteOnClose);
        try
        {
            using var content = entry.Open();
            var buffer = new byte[1 << 20];
            for (int read; copy.Position <= entry.Length && (read = content.Read(buffer)) > 0;)
            {
                copy.Write(buffer, 0, read);
            }

            return copy.Position == entry.Length ? copy : throw new InvalidDataException($"{path}: the member {name} is not as long "
                + "as it is said to be.");
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static ZipArchiveEntry Entry(ZipArchive archive, string name, string path)
    {
        var found = archive.Entries.Where(entry => entry.FullName == name).ToArray();
        return found is [var one] ? one : throw new InvalidDataException($"{path}: the file needs one member {name}; this one has "
            + $"{(found.Length == 0 ? "none" : "several")}. Is it a .keras file of Keras 3?");
    }

    /// <exception cref="InvalidDataException">The member is missing, duplicated, too large, or its length differs from the one
    /// declared.</exception>
    public static ReadOnlyMemory<byte> Read(ZipArchive archive, string name, string path, long fileLength) =>
        ReadAll(Entry(archive, name, path), name, path, fileLength);

    private static byte[] ReadAll(ZipArchiveEntry entry, string name, string path, long fileLength)
    {
        MemoryLimit.Take(entry.Length);
        if (entry.Length > Array.MaxLength)
        {
            throw new InvalidDataException($"{path}: the member {name} is said to have {entry.Length:N0} bytes, far more than the "
                + $"file of {fileLength:N0}. It is not read.");
        }

        var bytes = new byte[entry.Length];
        using var content = entry.Open();
        content.ReadExactly(bytes);
        return content.ReadByte() < 0 ? bytes : throw new InvalidDataException($"{path}: the member {name} is longer than it is said to "
            + "be.");
    }
}
