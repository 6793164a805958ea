using System.IO.Compression;

namespace Glassbox.Saving;

/// <summary>Reads a member of a zip archive into memory, within what <see cref="MemoryLimit"/> leaves.</summary>
internal static class ZipMember
{
    /// <exception cref="InvalidDataException">There is no such member, or several; or it is too large, or not as long as it is said to
    /// be.</exception>
    public static ReadOnlyMemory<byte> Read(ZipArchive archive, string name, string path, long fileLength)
    {
        var found = archive.Entries.Where(entry => entry.FullName == name).ToArray();
        if (found.Length != 1)
        {
            throw new InvalidDataException($"{path}: the file needs one member {name}; this one has "
                + $"{(found.Length == 0 ? "none" : "several")}. Is it a .keras file of Keras 3?");
        }

        MemoryLimit.Take(found[0].Length);
        if (found[0].Length > Array.MaxLength)
        {
            throw new InvalidDataException($"{path}: the member {name} is said to have {found[0].Length:N0} bytes, far more than the "
                + $"file of {fileLength:N0}. It is not read.");
        }

        var bytes = new byte[found[0].Length];
        using var content = found[0].Open();
        content.ReadExactly(bytes);
        return content.ReadByte() < 0 ? bytes : throw new InvalidDataException($"{path}: the member {name} is longer than it is said to "
            + "be.");
    }
}
