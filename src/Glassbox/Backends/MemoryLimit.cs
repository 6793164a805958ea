namespace Glassbox;

/// <summary>
/// The memory limit while reading a file: 64 bytes per byte of the file, and at least 256 MiB (for an architecture without weights 640
/// MiB). A small file that declares huge arrays causes an <see cref="InvalidDataException"/>. Raise the limit for trusted files: <c>using
/// (MemoryLimit.Raise(8L &lt;&lt; 30)) { var arrays = Npz.Load("masks.npz"); }</c>.
/// </summary>
public sealed class MemoryLimit : IDisposable
{
    private const long AlwaysAllowed = 256 << 20;
    private const long AllowedForWeights = 640 << 20;
    private const long PerByte = 64;

    private static readonly AsyncLocal<long> Raised = new();

    /// <summary>The limit of the file being read on this thread; null for none.</summary>
    [ThreadStatic]
    private static MemoryLimit? current;

    private readonly MemoryLimit? outer = current;
    private readonly long raisedBefore = Raised.Value;
    private readonly long allowed;
    private readonly bool valuesFollow;
    private readonly bool raises;
    private long left;

    private MemoryLimit(long bytes, bool valuesFollow = false, bool raises = false) =>
        (allowed, left, this.valuesFollow, this.raises) = (bytes, bytes, valuesFollow, raises);

    /// <summary>
    /// Whether the file being read on this thread contains the values of all weights, so that layers need not initialize them.
    /// </summary>
    internal static bool ValuesFollow => current is { valuesFollow: true };

    /// <summary>The limit raised by the caller; 0 for the default. Bounds on parts of files depend on it, too.</summary>
    internal static long RaisedTo => Raised.Value;

    /// <summary>Raises the limit of each file to at least this size, until the result is disposed.</summary>
    /// <param name="bytes">The limit in bytes; the default applies if it is higher.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static MemoryLimit Raise(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var limit = new MemoryLimit(bytes, raises: true);
        Raised.Value = bytes;
        return limit;
    }

    /// <summary>Sets the limit of a file for this thread, until disposed.</summary>
    /// <param name="length">The file size in bytes.</param>
    /// <param name="valuesFollow">Whether the file contains the values of all weights created meanwhile.</param>
    internal static MemoryLimit ForFile(long length, bool valuesFollow = false) =>
        current = new MemoryLimit(Math.Max(Raised.Value, Math.Max(AlwaysAllowed, Math.Min(length, long.MaxValue / PerByte) * PerByte)),
            valuesFollow);

    /// <summary>Sets the limit for an architecture, whose weights are newly initialized.</summary>
    internal static MemoryLimit ForArchitecture() => current = new MemoryLimit(Math.Max(Raised.Value, AllowedForWeights));

    /// <summary>Suspends the limit, for temporary memory of what was already counted as a whole.</summary>
    internal static Break Suspend()
    {
        var suspended = current;
        current = null;
        return new Break(suspended);
    }

    /// <summary>Counts an allocation; call it before allocating.</summary>
    /// <exception cref="InvalidDataException">It would exceed the limit.</exception>
    internal static void Take(long bytes)
    {
        if (current is { } limit && (limit.left -= bytes) < 0)
        {
            throw new InvalidDataException($"What is described needs more memory than a file of its length may take: {bytes:N0} "
                + $"bytes more, of {limit.allowed:N0} in all. The file is damaged or malicious; if you trust it, raise the limit: "
                + "using (MemoryLimit.Raise(bytes)) { … }.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (raises)
        {
            Raised.Value = raisedBefore;
        }
        else
        {
            current = outer;
        }
    }

    /// <summary>The scope of a suspended limit.</summary>
    internal readonly struct Break(MemoryLimit? suspended) : IDisposable
    {
        public void Dispose() => current = suspended;
    }
}
