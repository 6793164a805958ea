namespace Glassbox.Datasets;

/// <summary>The places where MNIST may be, from the nearest to the farthest.</summary>
/// <param name="datasets">A folder of data sets that the user names, or null.</param>
/// <param name="cache">The folder of data sets that were downloaded.</param>
/// <param name="kerasCache">The same of Keras.</param>
/// <param name="mirrors">Where to download from: addresses of folders with the four IDX files, or of an npz file.</param>
/// <param name="log">Takes the progress.</param>
internal sealed class MnistSource(string? datasets, string cache, string kerasCache, IReadOnlyList<string> mirrors, TextWriter log)
{
    private readonly List<string> tried = [];

    public ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Load()
    {
        var local = Try("GLASSBOX_DATASETS", datasets, () => FromFolder(datasets!))
            ?? Try("the cache", cache, () => FromFolder(cache))
            ?? Try("Keras's cache", kerasCache, () => FromFolder(kerasCache));
        return local ?? Download() ?? throw new DatasetUnavailableException(
            $"MNIST could not be found or downloaded. Tried: {string.Join("; ", tried)}. Either get the four IDX files (train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, " +
            "t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz) or mnist.npz, put them into a folder 'mnist' and set GLASSBOX_DATASETS to the folder around it, or use " +
            "SyntheticDigits.LoadData(), which needs no files.");
    }

    private ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test)? Try(string name, string? folder, Func<MnistFiles?> load)
    {
        if (string.IsNullOrEmpty(folder))
        {
            tried.Add($"{name} (not set)");
            return null;
        }

        try
        {
            if (load() is { } files)
            {
                return files.Data;
            }

            tried.Add($"{name} at {folder} (not there)");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            tried.Add($"{name} at {folder} ({exception.Message.TrimEnd('.')})");
        }

        return null;
    }

    /// <summary>The files in a folder of data sets: <c>mnist/*.gz</c>, <c>mnist/mnist.npz</c> or <c>mnist.npz</c>.</summary>
    private static MnistFiles? FromFolder(string folder) => MnistFiles.Find(Path.Combine(folder, "mnist")) ?? MnistFiles.Find(folder);

    private ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test)? Download()
    {
        foreach (var mirror in mirrors)
        {
            // Everything happens in a folder of its own, which becomes the cache's only when all files have come and are right.
            var place = Path.Combine(cache, "mnist");
            var temporary = Path.Combine(cache, $".mnist-{Guid.NewGuid():N}");
            try
            {
                Directory.CreateDirectory(temporary);
                using (var downloader = new Downloader(log))
                {
                    foreach (var file in MnistFiles.NamesAt(mirror))
                    {
                        downloader.Download(new Uri(mirror.EndsWith('/') ? mirror + file : mirror), Path.Combine(temporary, file));
                    }
                }

                var files = MnistFiles.Find(temporary)!;
                files.CheckContent();
                if (Directory.Exists(place))
                {
                    Directory.Delete(place, recursive: true);
                }

                Directory.Move(temporary, place);
                return files.Data;
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or HttpRequestException or OperationCanceledException)
            {
                tried.Add($"{new Uri(mirror).Host} ({exception.Message.TrimEnd('.')})");
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
}
