namespace Glassbox;

/// <summary>
/// How much memory a file may take while it is read: 64 bytes for each of its own, and always 256 MiB (an architecture without weights
/// 640 MiB). A small file that promises a trillion numbers ends in an <see cref="InvalidDataException"/>. Raise the limit for files that
/// you trust: <c>using (MemoryLimit.Raise(8L &lt;&lt; 30)) { var arrays = Npz.Load("masks.npz"); }</c>.
/// </summary>
public sealed class MemoryLimit : IDisposable
{
    private const long AlwaysAllowed = 256 << 20;
    private const long AllowedForWeights = 640 << 20;
    private const long PerByte = 64;

    private static readonly AsyncLocal<long> Raised = new();

    /// <summary>The limit of the file that this thread is reading; null for none.</summary>
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
    /// Whether a file is being read on this thread that has the values of all weights: layers that are made meanwhile need draw none.
    /// </summary>
    internal static bool ValuesFollow => current is { valuesFollow: true };

    /// <summary>What the caller has raised the limit to; 0 for the usual one. What bounds parts of files goes by it, too.</summary>
    internal static long RaisedTo => Raised.Value;

    /// <summary>Allows each file that is read so many bytes at least, up to the disposal of what is returned.</summary>
    /// <param name="bytes">How many; the usual limit holds where it is higher.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static MemoryLimit Raise(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var limit = new MemoryLimit(bytes, raises: true);
        Raised.Value = bytes;
        return limit;
    }

    /// <summary>Sets the limit of a file for this thread, up to its disposal.</summary>
    /// <param name="length">How long the file is.</param>
    /// <param name="valuesFollow">Whether it has the values of all weights that are made meanwhile.</param>
    internal static MemoryLimit ForFile(long length, bool valuesFollow = false) =>
        current = new MemoryLimit(Math.Max(Raised.Value, Math.Max(AlwaysAllowed, Math.Min(length, long.MaxValue / PerByte) * PerByte)),
            valuesFollow);

    /// <summary>Sets the limit of a description of layers, whose weights are made anew.</summary>
    internal static MemoryLimit ForArchitecture() => current = new MemoryLimit(Math.Max(Raised.Value, AllowedForWeights));

    /// <summary>Leaves the limit for a while, for the passing needs of what was counted as a whole.</summary>
    internal static Break Suspend()
    {
        var suspended = current;
        current = null;
        return new Break(suspended);
    }

    /// <summary>To be called before memory is taken.</summary>
    /// <exception cref="InvalidDataException">It would be more than is left.</exception>
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

    /// <summary>The time for which a limit is left.</summary>
    internal readonly struct Break(MemoryLimit? suspended) : IDisposable
    {
        public void Dispose() => current = suspended;
    }
}
