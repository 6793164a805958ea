using System.Globalization;

namespace Glassbox.Datasets;

/// <summary>Brings files from the network, with progress, and gives up on a server that stays silent.</summary>
/// <param name="log">Takes the progress.</param>
internal sealed class Downloader(TextWriter log) : IDisposable
{
    /// <summary>No data set here is larger; what goes on longer is not what was asked for.</summary>
    private const long LargestFile = 256L << 20;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly HttpClient client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Downloads a file to a path. The caller removes what is left there when this fails.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached or refuses.</exception>
    /// <exception cref="IOException">The connection breaks, the file is too large or shorter than announced.</exception>
    public void Download(Uri address, string path) => DownloadAsync(address, path).GetAwaiter().GetResult();

    public void Dispose() => client.Dispose();

    private async Task DownloadAsync(Uri address, string path)
    {
        using var watchdog = new CancellationTokenSource(Silence);
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, watchdog.Token).ConfigureAwait(false);
            response.EnsureSuccessStatusCode();
            var announced = response.Content.Headers.ContentLength;
            using var source = await response.Content.ReadAsStreamAsync(watchdog.Token).ConfigureAwait(false);
            using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            var name = Path.GetFileName(path);
            var buffer = new byte[1 << 16];
            long received = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, watchdog.Token).ConfigureAwait(false)) > 0)
            {
                watchdog.CancelAfter(Silence);
                target.Write(buffer, 0, read);
                received += read;
                if (received > LargestFile)
                {
                    throw new IOException($"{name} is larger than {LargestFile >> 20} MB");
                }

                Show(address, name, received, announced);
            }

            if (announced is { } expected && received != expected)
            {
                throw new IOException($"{name} was cut short: {received:N0} of {expected:N0} bytes came");
            }

            Finish(address, name, received);
        }
        catch (OperationCanceledException)
        {
            throw new IOException($"no answer within {Silence.TotalSeconds:F0} seconds");
        }
    }

    /// <summary>Draws the progress over itself on a terminal.</summary>
    private void Show(Uri address, string name, long received, long? announced)
    {
        if (Console.IsErrorRedirected)
        {
            return;
        }

        var done = announced is { } all and > 0 ? $"{received * 100 / all,3}% of {Megabytes(all)}" : Megabytes(received);
        log.Write($"\rDownloading {name} from {address.Host}: {done}   ");
    }

    private void Finish(Uri address, string name, long received) =>
        log.WriteLine((Console.IsErrorRedirected ? "" : "\r") + $"Downloaded {name} from {address.Host}: {Megabytes(received)}".PadRight(Console.IsErrorRedirected ? 0 : 79));

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MB");
}
