using Glassbox.Backends.Cpu;

namespace Glassbox;

/// <summary>How operations use the processor. The number of threads does not change a single bit of any result.</summary>
public static class Engine
{
    /// <summary>
    /// The maximum number of threads per operation, the caller's included. Defaults to the environment variable <c>GLASSBOX_THREADS</c>, or
    /// to the number of processors available to the process.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1024.</exception>
    /// <exception cref="InvalidOperationException"><c>GLASSBOX_THREADS</c> is not an integer from 1 to 1024.</exception>
    public static int Threads
    {
        get => WorkSplit.MaxThreads;
        set => WorkSplit.MaxThreads = value is >= 1 and <= WorkSplit.ThreadLimit
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value,
            $"The number of threads must be 1 to {WorkSplit.ThreadLimit}; received {value}.");
    }

    /// <summary>
    /// The vector width in bits of the matrix product: the widest of 512, 256 and 128 that the processor supports, unless the environment
    /// variable <c>GLASSBOX_VECTOR</c> specifies a narrower one. Results of different widths differ by rounding.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>GLASSBOX_VECTOR</c> is not a width supported by this processor.</exception>
    public static int VectorBits => VectorWidth.Bits;

    /// <summary>
    /// Calls <paramref name="body"/> with 0 … <paramref name="tasks"/> − 1, in any order and in parallel, and returns when all are done.
    /// </summary>
    internal static void For(int tasks, Action<int> body) => WorkSplit.For(tasks, body);
}
