using System.Text.RegularExpressions;

namespace Glassbox.Datasets;

/// <summary>
/// Writes a file beside its place and moves it there when it is complete: whatever happens, the place holds the old file or the whole new
/// one. What a killed program left beside it is removed by the next one that writes into the folder.
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
        // No file of this program is taken for an abandoned one between being made and being locked.
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
            // The folder may be written to, but not be listed; what is left there does no harm.
        }
    }

    /// <summary>Whether no program has the file open: one that is written is locked against others.</summary>
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
