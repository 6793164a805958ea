using System.Text.RegularExpressions;

namespace Glassbox.Datasets;

/// <summary>
/// Atomic file replacement: writes a temporary file in the same folder and renames it when complete, so that the path holds either the old
/// file or the whole new one. Temporary files of killed processes are removed by the next write to the folder.
/// </summary>
internal static partial class AtomicFile
{
    private static readonly Lock Gate = new();

    public static void Write(string path, Action<Stream> write)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"There is no folder '{directory}' to write {Path.GetFileName(path)} into. Make it first: "
                + "Directory.CreateDirectory(folder).");
        }

        var temporary = Path.Combine(directory, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = Create(directory, temporary))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static FileStream Create(string directory, string temporary)
    {
        // Keeps this process from taking its own new file for an abandoned one between its creation and its locking.
        lock (Gate)
        {
            var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
            DeleteAbandoned(directory);
            return stream;
        }
    }

    private static void DeleteAbandoned(string directory)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(directory, ".*.tmp").Where(file => Temporary().IsMatch(Path.GetFileName(file))))
            {
                if (IsAbandoned(file))
                {
                    File.Delete(file);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder may be writable but not listable; leftover files are harmless.
        }
    }

    /// <summary>Whether no process has the file open: a file being written is locked.</summary>
    private static bool IsAbandoned(string file)
    {
        try
        {
            using var alone = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\..+\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex Temporary();
}
