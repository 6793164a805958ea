using System.IO.Compression;

namespace Glassbox.Datasets;

/// <summary>Reads and writes NumPy's <c>.npz</c> files: several arrays by name, in a zip archive.</summary>
/// <remarks>Source: <see href="https://numpy.org/doc/stable/reference/generated/numpy.savez.html"/>.</remarks>
public static class Npz
{
    private const string Extension = ".npy";

    /// <summary>
    /// Reads all arrays of a file, in the order in which they were written. Arrays of unsupported types, such as text, are skipped with a
    /// warning.
    /// </summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not an npz file, is damaged, or has an element type that tensors do not
    /// support.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            using var limit = MemoryLimit.ForFile(stream.Length);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var arrays = new OrderedDictionary<string, Tensor>();
            var skipped = new List<string>();
            foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)))
            {
                var name = entry.FullName[..^Extension.Length];
                if (Read(entry, $"{path}, array '{name}'", skipped) is { } array && !arrays.TryAdd(name, array))
                {
                    throw new InvalidDataException($"{path}: the archive has two arrays named '{name}'.");
                }
            }

            if (arrays.Count == 0 && skipped.Count > 0)
            {
                throw new InvalidDataException(skipped[0]);
            }

            skipped.ForEach(message => Warnings.Warn($"{message} The other arrays are read."));
            return arrays.Count > 0 || archive.Entries.Count == 0 ? arrays
                : throw new InvalidDataException($"{path}: this zip archive holds no npy arrays; it is no npz file.");
        }
        catch (InvalidDataException exception) when (!exception.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: this is no npz file, or it is damaged ({exception.Message.TrimEnd('.')}).", exception);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"{path}: the file is cut short.", exception);
        }
    }

    /// <summary>Writes arrays to a file; an existing file is replaced atomically.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="compress">Whether to compress the arrays, which takes time.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> arrays, bool compress = false)
    {
        if (arrays.Keys.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("An npz file needs a name for each array; one is empty.", nameof(arrays));
        }

        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, tensor) in arrays)
            {
                using var entry = archive.CreateEntry(name + Extension,
                    compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                Npy.Save(entry, tensor);
            }
        });
    }

    private static Tensor? Read(ZipArchiveEntry entry, string name, List<string> skipped)
    {
        using var content = entry.Open();
        try
        {
            // The header is checked against the member's length before memory is allocated.
            return Npy.Read(content, name, entry.Length);
        }
        catch (NpyElementsException exception)
        {
            skipped.Add(exception.Message);
            return null;
        }
    }
}
