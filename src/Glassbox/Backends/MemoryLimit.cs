namespace Glassbox.Backends;

/// <summary>
/// How much memory tensors may take on this thread in all, while a file is read: a small file that describes a model of a trillion weights
/// ends in an exception.
/// </summary>
internal sealed class MemoryLimit : IDisposable
{
    [ThreadStatic]
    private static MemoryLimit? current;

    private readonly MemoryLimit? outer = current;
    private long left;

    private MemoryLimit(long bytes) => left = bytes;

    /// <summary>Whether there is a limit, since a file is being read on this thread.</summary>
    public static bool IsSet => current is not null;

    /// <summary>Sets the limit for this thread, up to its disposal.</summary>
    public static MemoryLimit Set(long bytes) => current = new MemoryLimit(bytes);

    /// <summary>To be called before memory is taken.</summary>
    /// <exception cref="InvalidDataException">It would be more than is left.</exception>
    public static void Take(long bytes)
    {
        if (current is { } limit && (limit.left -= bytes) < 0)
        {
            throw new InvalidDataException($"What is described needs far more memory than the file is long ({bytes:N0} bytes at once). "
                + "The file is damaged or malicious.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => current = outer;
}
