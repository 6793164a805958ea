using System.Collections.Concurrent;

namespace Glassbox.Datasets;

/// <summary>Loads a data set from the first available of: the user's folder, the cache, Keras's cache, a mirror (via the cache).</summary>
/// <param name="format">The data set's format.</param>
/// <param name="places">Local folders.</param>
/// <param name="mirrors">Download addresses; the format's own by default.</param>
internal sealed class DatasetSource(DatasetFormat format, DatasetPlaces places, IReadOnlyList<string>? mirrors = null)
{
    /// <summary>One load at a time per cache folder: a concurrent load then finds what the first has downloaded.</summary>
    private static readonly ConcurrentDictionary<string, Lock> Gates = new();

    private readonly List<string> tried = [];

    /// <summary>Returns the arrays, in the format's order.</summary>
    /// <exception cref="DatasetUnavailableException">The data set is not available anywhere.</exception>
    public Tensor[] Load()
    {
        lock (Gates.GetOrAdd(Path.GetFullPath(Path.Combine(places.Cache, format.Folder)), _ => new Lock()))
        {
            return Try("GLASSBOX_DATASETS", places.Datasets)
                ?? Try("the cache", places.Cache)
                ?? Try("Keras's cache", places.KerasCache)
                ?? Download()
                ?? throw new DatasetUnavailableException(
                    $"{format.Name} could not be found or downloaded. Tried: {string.Join("; ", tried)}. Get {format.Files}, put this "
                    + $"into a folder '{format.Folder}' and set GLASSBOX_DATASETS " +
                    $"to the folder around it{format.Alternative}.");
        }
    }

    private Tensor[]? Try(string name, string? folder)
    {
        if (string.IsNullOrEmpty(folder))
        {
            tried.Add($"{name} (not set)");
            return null;
        }

        try
        {
            if (format.Find(folder) is { } arrays)
            {
                return arrays;
            }

            tried.Add($"{name} at {folder} (not there)");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            tried.Add($"{name} at {folder} ({exception.Message.TrimEnd('.')})");
        }

        return null;
    }

    private Tensor[]? Download()
    {
        foreach (var mirror in mirrors ?? format.Mirrors)
        {
            // Files are prepared in a temporary folder, which is moved into the cache only when all are complete and verified.
            var temporary = Path.Combine(places.Cache, $".{format.Folder}-{Guid.NewGuid():N}");
            try
            {
                return Download(mirror, temporary);
            }
            catch (Exception exception) when (exception
                is IOException or InvalidDataException or UnauthorizedAccessException or HttpRequestException)
            {
                tried.Add($"{new Uri(mirror).Authority} ({exception.Message.TrimEnd('.')})");
            }
            finally
            {
                if (Directory.Exists(temporary))
                {
                    Directory.Delete(temporary, recursive: true);
                }
            }
        }

        return null;
    }

    private Tensor[] Download(string mirror, string temporary)
    {
        var prepared = Directory.CreateDirectory(Path.Combine(temporary, format.Folder)).FullName;
        using (var downloader = new Downloader(places.Log, places.Silence))
        {
            foreach (var file in format.FilesAt(mirror))
            {
                downloader.Download(file, prepared);
            }
        }

        var arrays = format.Find(temporary) ?? throw new InvalidDataException($"what came is not {format.Name}");
        format.CheckContent(arrays);
        Publish(prepared, Path.Combine(places.Cache, format.Folder), Path.Combine(temporary, "replaced"));
        return arrays;
    }

    /// <summary>
    /// Moves the prepared folder to its final path. An existing folder there is damaged, or was just published by another process; it is
    /// moved aside first.
    /// </summary>
    private static void Publish(string prepared, string place, string aside)
    {
        try
        {
            if (Directory.Exists(place))
            {
                Directory.Move(place, aside);
            }

            Directory.Move(prepared, place);
        }
        catch (IOException) when (Directory.Exists(place))
        {
            // Another process has published its folder between the two moves; its content is equivalent.
        }
    }
}
