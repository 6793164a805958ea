using System.Globalization;
using System.Security.Cryptography;

namespace Glassbox.Datasets;

/// <summary>Downloads files with progress output and a timeout for silent servers.</summary>
/// <param name="log">Writer for progress.</param>
/// <param name="silence">Timeout for a server that sends nothing.</param>
internal sealed class Downloader(TextWriter log, TimeSpan silence) : IDisposable
{
    /// <summary>Upper bound of a download's size; exceeds every data set here.</summary>
    private const long LargestFile = 256L << 20;

    private readonly HttpClient client = new(new SocketsHttpHandler { ConnectTimeout = silence }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly bool interactive = ReferenceEquals(log, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>Downloads a file into a folder. On failure the caller removes the partial file.</summary>
    /// <exception cref="HttpRequestException">The server is unreachable or refuses the request.</exception>
    /// <exception cref="IOException">The server times out, the connection breaks, or the file is too large or shorter than
    /// announced.</exception>
    /// <exception cref="InvalidDataException">The checksum does not match.</exception>
    public void Download(RemoteFile file, string folder)
    {
        var path = Path.Combine(folder, file.Name);
        DownloadAsync(file.Address, path).GetAwaiter().GetResult();
        if (file.Checksum is { } expected && Checksum(path, expected.Length) is var received && received != expected)
        {
            throw new InvalidDataException($"the checksum of {file.Name} is wrong: {received[..12]}… in place of {expected[..12]}…");
        }
    }

    public void Dispose() => client.Dispose();

    private async Task DownloadAsync(Uri address, string path)
    {
        using var watchdog = new CancellationTokenSource(silence);
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, watchdog.Token)
                .ConfigureAwait(false);
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
                watchdog.CancelAfter(silence);
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
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"no answer within {silence.TotalSeconds} seconds"));
        }
    }

    /// <summary>
    /// SHA-256 or MD5, by the number of digits; MD5 where the publisher provides nothing better: it detects damage, not tampering.
    /// </summary>
    private static string Checksum(string path, int digits)
    {
        using var stream = File.OpenRead(path);
#pragma warning disable CA5351 // The publisher's own figure is all there is.
        return Convert.ToHexStringLower(digits == 2 * SHA256.HashSizeInBytes ? SHA256.HashData(stream) : MD5.HashData(stream));
#pragma warning restore CA5351
    }

    /// <summary>Shows the progress, redrawing the line on a terminal.</summary>
    private void Show(Uri address, string name, long received, long? announced)
    {
        if (!interactive)
        {
            return;
        }

        var done = announced is { } all and > 0 ? $"{received * 100 / all,3}% of {Megabytes(all)}" : Megabytes(received);
        log.Write($"\rDownloading {name} from {address.Host}: {done}   ");
    }

    private void Finish(Uri address, string name, long received) =>
        log.WriteLine((interactive ? "\r" : "") + $"Downloaded {name} from {address.Host}: {Megabytes(received)}".PadRight(interactive ? 79
            : 0));

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MB");
}
